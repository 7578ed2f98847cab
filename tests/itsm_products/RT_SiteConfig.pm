# Loopback only, no mail, the states of the process as a lifecycle of their own.
use utf8;
Set($rtname, 'fieldapp-test');
Set($Organization, 'field.local');
Set($WebDomain, '127.0.0.1');
Set($WebPort, $ENV{RT_PORT});
Set($WebBaseURL, "http://127.0.0.1:$ENV{RT_PORT}");
Set($WebPath, '');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, "$ENV{RT_FOLDER}/rt.db");
Set($MailCommand, 'testfile');
Set($MaxAttachmentSize, 64_000_000);
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($Timezone, 'UTC');
Set(%Lifecycles,
  workorder => {
    initial  => ['pending'],
    active   => ['dispatched', 'processing', 'onhold'],
    inactive => ['resolved', 'closed', 'cancelled'],
    defaults => { on_create => 'pending' },
    transitions => {
      ''         => [qw(pending dispatched)],
      pending    => [qw(dispatched closed cancelled)],
      dispatched => [qw(pending processing cancelled)],
      processing => [qw(onhold resolved cancelled)],
      onhold     => [qw(processing cancelled)],
      resolved   => [qw(processing closed)],
      closed     => [],
      cancelled  => [],
    },
    rights  => { '* -> *' => 'ModifyTicket' },
    actions => [],
  },
);
1;

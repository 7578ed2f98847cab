# People with tokens, the queue, its custom fields and rights: REST2 has no call for most of it. Prints NAME=value lines.
use strict;
use warnings;
use utf8;
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT -init;
use RT::AuthToken;
use RT::CustomField;
use RT::Group;
use RT::Queue;
use RT::User;

my $system = RT->SystemUser;

sub must {
    my ($ok, $message) = @_;
    die "$message\n" unless $ok;
}

for my $name (qw(eng1 eng2 bridge)) {
    my $user = RT::User->new($system);
    must($user->Create(Name => $name, Password => "$name-pw-123", EmailAddress => "$name\@field.local", Privileged => 1));
}
for my $name (qw(root eng1 eng2 bridge)) {
    my $user = RT::User->new($system);
    $user->Load($name);
    my $token = RT::AuthToken->new($system);
    my ($ok, $message, $secret) = $token->Create(Owner => $user->id, Description => 'fieldapp test');
    must($ok, $message);
    printf "TOKEN_%s=%s\n", uc $name, $secret;
}

my $queue = RT::Queue->new($system);
must($queue->Create(Name => 'WorkOrders', Lifecycle => 'workorder'));
my $elsewhere = RT::Queue->new($system);
must($elsewhere->Create(Name => 'Elsewhere', Lifecycle => 'workorder'));

my @fields = ((map { [$_ => 'FreeformSingle'] } qw(ClientUUID FieldappMark Customer Contact Phone AcceptedAt ArrivedAt Category)),
    (map { [$_ => 'TextSingle'] } qw(Cause Solution)));
for my $definition (@fields) {
    my $field = RT::CustomField->new($system);
    must($field->Create(Name => $definition->[0], Type => $definition->[1], LookupType => 'RT::Queue-RT::Ticket', Queue => 0, MaxValues => 1));
    must($field->AddToObject($_)) for $queue, $elsewhere;
}

my $everybody = RT::Group->new($system);
$everybody->LoadSystemInternalGroup('Privileged');
my @rights = qw(SeeQueue CreateTicket ShowTicket ShowTicketComments ModifyTicket OwnTicket TakeTicket ReassignTicket CommentOnTicket
    ReplyToTicket SeeCustomField ModifyCustomField);
for my $where ($queue, $elsewhere) {
    must($everybody->PrincipalObj->GrantRight(Right => $_, Object => $where)) for @rights;
}

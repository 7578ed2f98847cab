# People with keys, the six states with their transitions, project and custom fields. Prints NAME=value lines.
Setting.rest_api_enabled = '1'
Setting.attachment_max_size = '65536'
Setting.default_language = 'en'
Redmine::DefaultData::Loader.load('en') if IssueStatus.count.zero?

closed = %w(关闭 取消)
status = %w(待处理 已派单 处理中 挂起 已解决 关闭 取消).to_h { |name| [name, IssueStatus.create!(name: name, is_closed: closed.include?(name))] }
tracker = Tracker.create!(name: '派工单', default_status: status['待处理'])
role = Role.create!(name: 'Engineer', issues_visibility: 'all', assignable: true,
                    permissions: [:view_issues, :add_issues, :edit_issues, :add_issue_notes, :view_private_notes, :delete_issues, :move_issues])
edges = {
  '待处理' => %w(已派单 关闭 取消), '已派单' => %w(待处理 处理中 取消), '处理中' => %w(挂起 已解决 取消),
  '挂起' => %w(处理中 取消), '已解决' => %w(处理中 关闭)
}
WorkflowTransition.create!(tracker: tracker, role: role, old_status_id: 0, new_status: status['待处理'])
WorkflowTransition.create!(tracker: tracker, role: role, old_status_id: 0, new_status: status['已派单'])
edges.each { |from, to| to.each { |name| WorkflowTransition.create!(tracker: tracker, role: role, old_status: status[from], new_status: status[name]) } }

long = %w(Cause Solution)
fields = %w(ClientUUID FieldappMark Customer Contact Phone AcceptedAt ArrivedAt Category Cause Solution).map do |name|
  IssueCustomField.create!(name: name, field_format: long.include?(name) ? 'text' : 'string', is_for_all: true, is_filter: true, trackers: [tracker])
end
fields.each { |field| puts "CF_#{field.name.upcase}=#{field.id}" }

projects = %w(wo elsewhere).map do |name|
  Project.create!(name: name, identifier: name, trackers: [tracker], issue_custom_fields: fields, is_public: false, enabled_module_names: %w(issue_tracking))
end
%w(eng1 eng2 bridge).each do |login|
  user = User.new(firstname: login, lastname: 'E', mail: "#{login}@field.local") { |fresh| fresh.login = login }
  user.password = user.password_confirmation = "#{login}-pw-1234"
  user.save!
  projects.each { |project| Member.create!(principal: user, project: project, roles: [role]) }
  puts "TOKEN_#{login.upcase}=#{user.api_key}", "ID_#{login.upcase}=#{user.id}"
end
puts "ID_TRACKER=#{tracker.id}"

# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_assistant_global_optspecs
    string join \n format= color= v/verbose q/quiet explain config= profile= semgrep-url= deployment= semgrep-token-stdin semgrep-token-file= semgrep-token-command= store no-input sandbox= app-slug= phase= fail-on= exit-zero attest= warn-expiry= y/yes dry-run accept-ai-code-sharing deadline= max-requests= no-write-probes full ca-cert= h/help V/version
end

function __fish_assistant_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_assistant_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_assistant_using_subcommand
    set -l cmd (__fish_assistant_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c assistant -n "__fish_assistant_needs_command" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_needs_command" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_needs_command" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_needs_command" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_needs_command" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_needs_command" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_needs_command" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_needs_command" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_needs_command" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_needs_command" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_needs_command" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_needs_command" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_needs_command" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_needs_command" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_needs_command" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_needs_command" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_needs_command" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_needs_command" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_needs_command" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_needs_command" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_needs_command" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_needs_command" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_needs_command" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_needs_command" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_needs_command" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_needs_command" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_needs_command" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_needs_command" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_needs_command" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_needs_command" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "connect-scm" -d 'Hand a source code manager\'s token to Semgrep, after checking it'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "disconnect-scm" -d 'Remove a connection and the kept token'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "check-scopes" -d 'Check everything Semgrep Assistant needs; changes nothing'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "enable" -d 'Check, connect if needed, turn the features on, and prove it'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "disable" -d 'Turn code snippets in AI prompts off again'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "features" -d 'Show, change and explain the settings'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "status" -d 'One screen: deployment, connections, features and tokens; never asks anything'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "requirements" -d 'Print the catalogue of checks'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "sandbox" -d 'Serve the embedded platform and source code managers on this machine'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "completions" -d 'Print a completion script'
complete -c assistant -n "__fish_assistant_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l scm -d 'The source code manager' -r -f -a "azure-devops\t''
bitbucket\t''
github\t''
gitlab\t''"
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l namespace -l org -l group -l workspace -d 'Group or project path, organization, workspace, or organization/project' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l host -d 'The instance, if not the public one' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l token-file -d 'Read it from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l token-command -d 'Run this command and read it from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l token-stdin -d 'Read the source code manager\'s token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand connect-scm" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l scm -d 'The source code manager' -r -f -a "azure-devops\t''
bitbucket\t''
github\t''
gitlab\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l namespace -l org -l group -l workspace -d 'Group or project path, organization, workspace, or organization/project' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l host -d 'The instance, if not the public one' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l token-file -d 'Read it from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l token-command -d 'Run this command and read it from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l token-stdin -d 'Read the source code manager\'s token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand disconnect-scm" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l scm -d 'The source code manager; repeatable, all configured ones if left out' -r -f -a "azure-devops\t''
bitbucket\t''
github\t''
gitlab\t''"
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l namespace -l org -l group -l workspace -d 'Group or project path, organization, workspace, or organization/project' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l host -d 'The instance, if not the public one' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l token-file -d 'Read it from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l token-command -d 'Run this command and read it from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l token-stdin -d 'Read the source code manager\'s token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand check-scopes" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l scm -d 'The source code manager; repeatable, all configured ones if left out' -r -f -a "azure-devops\t''
bitbucket\t''
github\t''
gitlab\t''"
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l namespace -l org -l group -l workspace -d 'Group or project path, organization, workspace, or organization/project' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l host -d 'The instance, if not the public one' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l token-file -d 'Read it from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l token-command -d 'Run this command and read it from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l set -d 'Also set this feature, such as noise-filter=suppress; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l skip -d 'Leave this feature as it is; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l token-stdin -d 'Read the source code manager\'s token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand enable" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand disable" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand disable" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -f -a "list" -d 'Show the settings, under both names'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -f -a "set" -d 'Change settings: read, show the difference, ask, write, read back'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -f -a "explain" -d 'Say what a setting does and where it stands on the web'
complete -c assistant -n "__fish_assistant_using_subcommand features; and not __fish_seen_subcommand_from list set explain help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from explain" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show the settings, under both names'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from help" -f -a "set" -d 'Change settings: read, show the difference, ask, write, read back'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Say what a setting does and where it stands on the web'
complete -c assistant -n "__fish_assistant_using_subcommand features; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l scm -d 'The source code manager; repeatable, all configured ones if left out' -r -f -a "azure-devops\t''
bitbucket\t''
github\t''
gitlab\t''"
complete -c assistant -n "__fish_assistant_using_subcommand status" -l namespace -l org -l group -l workspace -d 'Group or project path, organization, workspace, or organization/project' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l host -d 'The instance, if not the public one' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l token-file -d 'Read it from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand status" -l token-command -d 'Run this command and read it from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand status" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand status" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand status" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand status" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand status" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand status" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand status" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand status" -l token-stdin -d 'Read the source code manager\'s token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand status" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand status" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand status" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand status" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand status" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand status" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l scm -d 'Only this source code manager\'s, beside the platform\'s' -r -f -a "azure-devops\t''
bitbucket\t''
github\t''
gitlab\t''"
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand requirements" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l scenario -d 'A built-in scenario or a file' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l port -d 'Listen on this port instead of a free one' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l list -d 'List the built-in scenarios'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand sandbox" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l format -d 'How to print the result' -r -f -a "table\t''
json\t''"
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l config -d 'Read this file instead of looking for assistant.yaml' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l profile -d 'The profile of the user file' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l semgrep-url -d 'The Semgrep platform [default: https://semgrep.dev]' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l deployment -d 'Refuse a Semgrep token that reaches another deployment' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l semgrep-token-file -d 'Read the Semgrep token from this file' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l semgrep-token-command -d 'Run this command and read the Semgrep token from its output' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l sandbox -d 'Use the embedded sandbox, in this scenario [default: ready]' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l app-slug -d 'The slug of the private app that the platform works through, where it has one' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l phase -d 'Judge for setting up or for steady use' -r -f -a "setup\t''
steady\t''"
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l fail-on -d 'What makes the exit code a failure' -r -f -a "not-met\t''
cannot-tell\t''
hygiene\t''"
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l attest -d 'Vouch for a check that cannot be told: ID or ID@TARGET; repeatable' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l warn-expiry -d 'Warn when a token ends within so many days [default: 30]' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l deadline -d 'Give up after so many seconds [default: 60]' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l max-requests -d 'Send at most so many requests' -r
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l ca-cert -d 'Also trust this certificate authority' -r -F
complete -c assistant -n "__fish_assistant_using_subcommand completions" -s v -l verbose -d 'Show each request; twice for more'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -s q -l quiet -d 'Print the result only'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l explain -d 'Print every request the command may make, and send nothing'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l semgrep-token-stdin -d 'Read the Semgrep token from standard input'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l store -d 'Keep the tokens given in the OS keyring'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l no-input -d 'Never ask; name everything that is missing'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l exit-zero -d 'End with 0 even where checks fail'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -s y -l yes -d 'Answer yes to every question but the one about code sharing'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l dry-run -d 'Show what would change, and change nothing'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l accept-ai-code-sharing -d 'Consent: Semgrep may read code, file by file, and send it to AI providers'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l no-write-probes -d 'Leave out requests that are shaped like writes, though they can\'t change anything'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -l full -d 'Read lists to their end where the first hit would do'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -s h -l help -d 'Print help'
complete -c assistant -n "__fish_assistant_using_subcommand completions" -s V -l version -d 'Print version'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "connect-scm" -d 'Hand a source code manager\'s token to Semgrep, after checking it'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "disconnect-scm" -d 'Remove a connection and the kept token'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "check-scopes" -d 'Check everything Semgrep Assistant needs; changes nothing'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "enable" -d 'Check, connect if needed, turn the features on, and prove it'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "disable" -d 'Turn code snippets in AI prompts off again'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "features" -d 'Show, change and explain the settings'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "status" -d 'One screen: deployment, connections, features and tokens; never asks anything'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "requirements" -d 'Print the catalogue of checks'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "sandbox" -d 'Serve the embedded platform and source code managers on this machine'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "completions" -d 'Print a completion script'
complete -c assistant -n "__fish_assistant_using_subcommand help; and not __fish_seen_subcommand_from connect-scm disconnect-scm check-scopes enable disable features status requirements sandbox completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c assistant -n "__fish_assistant_using_subcommand help; and __fish_seen_subcommand_from features" -f -a "list" -d 'Show the settings, under both names'
complete -c assistant -n "__fish_assistant_using_subcommand help; and __fish_seen_subcommand_from features" -f -a "set" -d 'Change settings: read, show the difference, ask, write, read back'
complete -c assistant -n "__fish_assistant_using_subcommand help; and __fish_seen_subcommand_from features" -f -a "explain" -d 'Say what a setting does and where it stands on the web'

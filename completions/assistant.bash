_assistant() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    if [[ "$cur" == "=" ]]; then
        cur=""
    elif [[ "$prev" == "=" ]]; then
        prev="${COMP_WORDS[COMP_CWORD-2]}"
    fi
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="assistant"
                ;;
            assistant,apply)
                cmd="assistant__subcmd__apply"
                ;;
            assistant,audit)
                cmd="assistant__subcmd__audit"
                ;;
            assistant,check-scopes)
                cmd="assistant__subcmd__check__subcmd__scopes"
                ;;
            assistant,completions)
                cmd="assistant__subcmd__completions"
                ;;
            assistant,connect-scm)
                cmd="assistant__subcmd__connect__subcmd__scm"
                ;;
            assistant,disable)
                cmd="assistant__subcmd__disable"
                ;;
            assistant,disconnect-scm)
                cmd="assistant__subcmd__disconnect__subcmd__scm"
                ;;
            assistant,doctor)
                cmd="assistant__subcmd__doctor"
                ;;
            assistant,enable)
                cmd="assistant__subcmd__enable"
                ;;
            assistant,features)
                cmd="assistant__subcmd__features"
                ;;
            assistant,help)
                cmd="assistant__subcmd__help"
                ;;
            assistant,man)
                cmd="assistant__subcmd__man"
                ;;
            assistant,report)
                cmd="assistant__subcmd__report"
                ;;
            assistant,requirements)
                cmd="assistant__subcmd__requirements"
                ;;
            assistant,sandbox)
                cmd="assistant__subcmd__sandbox"
                ;;
            assistant,schema)
                cmd="assistant__subcmd__schema"
                ;;
            assistant,status)
                cmd="assistant__subcmd__status"
                ;;
            assistant,token)
                cmd="assistant__subcmd__token"
                ;;
            assistant__subcmd__features,explain)
                cmd="assistant__subcmd__features__subcmd__explain"
                ;;
            assistant__subcmd__features,list)
                cmd="assistant__subcmd__features__subcmd__list"
                ;;
            assistant__subcmd__features,set)
                cmd="assistant__subcmd__features__subcmd__set"
                ;;
            assistant__subcmd__report,merge)
                cmd="assistant__subcmd__report__subcmd__merge"
                ;;
            assistant__subcmd__token,add)
                cmd="assistant__subcmd__token__subcmd__add"
                ;;
            assistant__subcmd__token,list)
                cmd="assistant__subcmd__token__subcmd__list"
                ;;
            assistant__subcmd__token,remove)
                cmd="assistant__subcmd__token__subcmd__remove"
                ;;
            assistant__subcmd__token,rotate)
                cmd="assistant__subcmd__token__subcmd__rotate"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        assistant)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --scm --org --group --workspace --namespace --host --help --version connect-scm disconnect-scm check-scopes enable disable apply audit report features status token doctor requirements sandbox schema completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__apply)
            opts="-f -o -v -q -y -h -V --file --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__audit)
            opts="-f -o -v -q -y -h -V --file --shard --resume --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --shard)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --resume)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__check__subcmd__scopes)
            opts="-o -v -q -y -h -V --scm --org --group --workspace --namespace --host --token-stdin --token-file --token-command --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__completions)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version bash elvish fish powershell zsh"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__connect__subcmd__scm)
            opts="-o -v -q -y -h -V --scm --org --group --workspace --namespace --host --token-stdin --token-file --token-command --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__disable)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__disconnect__subcmd__scm)
            opts="-o -v -q -y -h -V --scm --org --group --workspace --namespace --host --token-stdin --token-file --token-command --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__doctor)
            opts="-o -v -q -y -h -V --scm --host --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__enable)
            opts="-o -v -q -y -h -V --scm --org --group --workspace --namespace --host --token-stdin --token-file --token-command --set --skip --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --set)
                    COMPREPLY=($(compgen -W "code-snippets=on code-snippets=off priority-emails=on priority-emails=off noise-filter=off noise-filter=inform noise-filter=suppress remediation=on remediation=off ai-detection=on ai-detection=off rule-defined-fix=on rule-defined-fix=off upgrade-guidance=on upgrade-guidance=off generic-secrets=on generic-secrets=off comment-triage=on comment-triage=off" -- "${cur}"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "code-snippets priority-emails noise-filter remediation min-confidence ai-detection rule-defined-fix upgrade-guidance generic-secrets comment-triage" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__features)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version list set explain"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__features__subcmd__explain)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version code-snippets priority-emails noise-filter remediation min-confidence ai-detection rule-defined-fix upgrade-guidance generic-secrets comment-triage"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__features__subcmd__list)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__features__subcmd__set)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version code-snippets=on code-snippets=off priority-emails=on priority-emails=off noise-filter=off noise-filter=inform noise-filter=suppress remediation=on remediation=off ai-detection=on ai-detection=off rule-defined-fix=on rule-defined-fix=off upgrade-guidance=on upgrade-guidance=off generic-secrets=on generic-secrets=off comment-triage=on comment-triage=off"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__help)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version connect-scm disconnect-scm check-scopes enable disable apply audit report features status token doctor requirements sandbox schema completions man help exit-codes environment names"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__man)
            opts="-o -v -q -y -h -V --out --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__report)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version merge"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__report__subcmd__merge)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__requirements)
            opts="-o -v -q -y -h -V --scm --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__sandbox)
            opts="-o -v -q -y -h -V --scenario --port --list --fleet --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scenario)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --fleet)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__schema)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version output ndjson assistant profiles scenario audit fleet"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__status)
            opts="-o -v -q -y -h -V --scm --org --group --workspace --namespace --host --token-stdin --token-file --token-command --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__token)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version list add remove rotate"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__token__subcmd__add)
            opts="-o -v -q -y -h -V --platform --scm --org --group --workspace --namespace --host --token-stdin --token-file --token-command --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__token__subcmd__list)
            opts="-o -v -q -y -h -V --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__token__subcmd__remove)
            opts="-o -v -q -y -h -V --platform --scm --org --group --workspace --namespace --host --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        assistant__subcmd__token__subcmd__rotate)
            opts="-o -v -q -y -h -V --scm --org --group --workspace --namespace --host --token-stdin --token-file --token-command --no-platform --expires --format --output --color --verbose --full-table --quiet --explain --config --profile --semgrep-url --deployment --semgrep-token-stdin --semgrep-token-file --semgrep-token-command --store --no-input --sandbox --app-slug --phase --fail-on --baseline --exit-zero --attest --warn-expiry --yes --dry-run --accept-ai-code-sharing --deadline --max-requests --no-write-probes --full --ca-cert --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --scm)
                    COMPREPLY=($(compgen -W "azure-devops bitbucket github gitlab" -- "${cur}"))
                    return 0
                    ;;
                --namespace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --org)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --workspace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --expires)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json ndjson csv markdown sarif junit html" -- "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deployment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --semgrep-token-command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --store)
                    COMPREPLY=($(compgen -W "keyring file" -- "${cur}"))
                    return 0
                    ;;
                --sandbox)
                    COMPREPLY=($(compgen -W "ready enabled missing-scope expired revoked wrong-kind low-role not-a-member no-web-api-scope no-scans monitor-only migrated migrated-hidden not-admin identity-down rate-limited flaky down garbled settings-stick partly one-project project-token repository-token user-api-token app-password other-workspace other-workspace-public public-only public-first excess-scopes future-scope headers-stripped headers-and-detail-stripped headers-on-user-only ip-allow-list not-an-owner workspace-gone app-not-accepted app-not-installed app-selected-repositories app-suspended app-without-contents classic-forbidden lifetime-policy many-apps never-expires oauth-restricted personal-account public-app-missing sso-required anonymous-200 code-write-only full-access global-excess localized-admin nested-admin no-repository-permission organization-stopped owner-not-admin permission-refused personal-account-name project-missing sign-in-page threads-only throttled-200 clock-skew rotation-refused rotation-lost" -- "${cur}"))
                    return 0
                    ;;
                --app-slug)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --phase)
                    COMPREPLY=($(compgen -W "setup steady" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "not-met cannot-tell hygiene" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --attest)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --warn-expiry)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-requests)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _assistant -o nosort -o bashdefault -o default assistant
else
    complete -F _assistant -o bashdefault -o default assistant
fi

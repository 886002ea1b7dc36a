/**
 * Completion for bash. The library's own script needs the package bash-completion and evaluates the words of the
 * command line, so that `$(…)` in one would be executed; this script passes the words unchanged.
 */
export const bashScript = `# bash completion for vextel
_vextel() {
  local line word words=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    [[ $word == = ]] || words+=("$word")
  done
  [[ \${COMP_WORDS[COMP_CWORD]} == = ]] && words+=("")
  local current=\${words[\${#words[@]}-1]}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :4) compopt +o default 2>/dev/null ;;
      :*) ;;
      "$current"*) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(vextel complete -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _vextel vextel
`;

# An MCP server that starts at once and does nothing, for training runs and for measuring what a start costs.
while IFS= read -r line; do
    id=${line#*'"id":'}
    id=${id%%[,\}]*}
    case $line in
        *'"method":"initialize"'*)
            result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"echo","version":"1"}}'
            ;;
        *'"method":"tools/list"'*)
            result='{"tools":[{"name":"echo","description":"Gives back a text","inputSchema":{"type":"object","properties":{"text":{"type":"string","maxLength":1000},"times":{"type":"integer","minimum":1}},"required":["text"]}}]}'
            ;;
        *'"method":"tools/call"'*)
            result='{"content":[{"type":"text","text":"hello"}]}'
            ;;
        *) continue ;;
    esac
    printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$result"
done

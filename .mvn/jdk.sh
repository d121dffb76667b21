# Sourced by lockkeeper and mvnw: sets and exports JAVA_HOME to a JDK of release 25 or newer, or says how to get one.

is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${feature:-0}" -ge 25 ]
}

# The directory above the bin in which the javac of the PATH really lies.
path_jdk() {
    file=$(command -v javac) || return 0
    while [ -L "$file" ]; do
        target=$(readlink "$file")
        case $target in
            /*) file=$target ;;
            *) file=$(dirname "$file")/$target ;;
        esac
    done
    dirname "$(dirname "$file")"
}

# Where to look, one directory a line.
jdk_candidates() {
    printf '%s\n' "${JAVA_HOME:-}"
    path_jdk
    [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v 25+ 2>/dev/null || true
    printf '%s\n' /usr/lib/jvm/* \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home
}

find_jdk() {
    while IFS= read -r home; do
        if is_jdk "$home"; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
    done <<END
$(jdk_candidates)
END
    echo "Lockkeeper needs a JDK of release 25 or newer: install one, for example from https://adoptium.net or with 'sdk install java 25-tem', or point JAVA_HOME at yours." >&2
    return 1
}

# Sourced by the scripts beside it: named steps with their time, and one clear line when one fails.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' red='' plain=''
fi

# Processes to use at once.
jobs=${HEADWATER_JOBS:-$(nproc)}

say() { printf '%s==> %s%s\n' "$bold" "$*" "$plain"; }

die() {
  printf '%s%s: %s%s\n' "$red" "script/${0##*/}" "$*" "$plain" >&2
  exit 1
}

# step TITLE ALONE COMMAND...: runs the command; ALONE says how to run it by hand.
step() {
  local title=$1 alone=$2 begin=$SECONDS
  shift 2
  say "$title"
  "$@" || die "step '$title' failed; to run it alone: $alone"
  printf '    %s: %d s\n' "$title" $((SECONDS - begin))
}

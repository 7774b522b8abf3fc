#!/bin/sh
# What the npm scripts call: `cargo xtask …`, once there is a cargo and a C linker for it.
# Usage: sh xtask/run.sh TASK [ARGUMENT...]
set -eu

# rustup's installer adds this to the PATH of login shells only.
PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
export PATH

if ! command -v cargo >/dev/null; then
  echo "error: Rust is missing; install it as https://rustup.rs says" >&2
  exit 1
fi

# Every Rust program is linked by the C compiler; neither rustup nor a bare Debian brings one.
if ! command -v cc >/dev/null; then
  install="apt-get install -y --no-install-recommends gcc libc6-dev"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    echo "postil: \$ $install" >&2
    $install || { apt-get update && $install; }
  else
    echo "error: a C compiler is missing; on Debian it is installed by \`sudo $install\`" >&2
    exit 1
  fi
fi

exec cargo xtask "$@"

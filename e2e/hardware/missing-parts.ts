import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the pretend hardware needs of the machine. */
export type Hardware = 'radio' | 'cable';

/** Why this machine can't pretend such hardware; undefined where it can. */
export function missingFor(hardware: Hardware): string | undefined {
  if (process.platform !== 'linux') {
    return `it needs Linux, and this is ${process.platform}`;
  }
  if (hardware === 'radio') {
    return works('dbus-daemon', '--version') ? undefined : 'dbus-daemon is not installed';
  }
  if (!works('cc', '--version')) return 'there is no C compiler (cc)';
  return hasSerialDriver() ? undefined : 'the kernel has no serial driver in /proc/tty/drivers';
}

/** Where missing parts are a failure rather than a reason to skip. */
export function isHardwareRequired(): boolean {
  return Boolean(process.env.CI) || process.env.NODLAB_HARDWARE === 'required';
}

function works(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function hasSerialDriver(): boolean {
  try {
    return / serial\s*$/m.test(readFileSync('/proc/tty/drivers', 'utf8'));
  } catch {
    return false;
  }
}

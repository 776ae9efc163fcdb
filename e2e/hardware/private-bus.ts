import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A D-Bus of the test's own: nothing of the machine's is seen or touched. */
export interface PrivateBus {
  readonly address: string;
  stop(): Promise<void>;
}

/** Everybody may own every name and hear everything. */
const configuration = (address: string) => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
`;

/** Starts `dbus-daemon`; rejects where there is none. */
export async function startPrivateBus(): Promise<PrivateBus> {
  const folder = await mkdtemp(join(tmpdir(), 'nodlab-bus-'));
  const address = `unix:path=${join(folder, 'bus')}`;
  const file = join(folder, 'bus.conf');
  await writeFile(file, configuration(address));
  const daemon = spawn(
    'dbus-daemon',
    [`--config-file=${file}`, '--nofork', '--nopidfile', '--print-address'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const gone = new Promise<void>((resolve) => daemon.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    daemon.once('error', reject);
    // It also complains of what does no harm: its words matter only where it ends.
    let complaints = '';
    daemon.stderr.on('data', (piece) => {
      complaints += piece;
    });
    daemon.once('exit', (code) =>
      reject(new Error(`dbus-daemon ended with ${code}: ${complaints}`)),
    );
    // It prints its address once it listens.
    daemon.stdout.once('data', () => resolve());
  });
  return {
    address,
    async stop() {
      daemon.kill();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { test as base, expect } from '@playwright/test';
import { type FakeBluez, startFakeBluez } from './fake-bluez';
import { type FakeSerial, startFakeSerial } from './fake-serial';
import { Lab } from './lab';
import { type Hardware, isHardwareRequired, missingFor } from './missing-parts';

interface Fixtures {
  /** What the browser has to be started with for the hardware that the test uses. */
  readonly hardwareEnv: Record<string, string>;
  /** A pretend Bluetooth radio; skips the test where the machine can't pretend one. */
  readonly radio: FakeBluez;
  /** Pretend boards on cables; skips the test likewise. */
  readonly cable: FakeSerial;
  /** The browser; a test names the hardware it needs before it. */
  readonly lab: Lab;
}

/** Tests in a browser of their own, against pretend hardware. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter
  hardwareEnv: async ({}, use) => use({}),
  radio: async ({ hardwareEnv }, use) => {
    skipWithout('radio');
    const radio = await startFakeBluez();
    Object.assign(hardwareEnv, radio.env);
    await use(radio);
    await radio.stop();
  },
  cable: async ({ hardwareEnv }, use) => {
    skipWithout('cable');
    const cable = await startFakeSerial();
    Object.assign(hardwareEnv, cable.env);
    await use(cable);
    await cable.stop();
  },
  lab: async ({ hardwareEnv, baseURL }, use) => {
    const lab = new Lab(new URL(baseURL!).origin, hardwareEnv);
    await use(lab);
    await lab.end();
    expect(lab.errors).toEqual([]);
  },
});

function skipWithout(hardware: Hardware): void {
  const reason = missingFor(hardware);
  if (reason === undefined) return;
  const { title } = test.info();
  if (isHardwareRequired()) throw new Error(`“${title}” can't run here: ${reason}.`);
  console.log(`Skipped: “${title}”, because ${reason}.`);
  test.skip(true, reason);
}

export { expect };

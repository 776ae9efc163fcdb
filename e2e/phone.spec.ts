import { expect, test } from './fixtures';
import { channelOf, storedRecordings } from './hardware/stored-recordings';
import { LinkPanel } from './pages/link-panel';

/** m/s² of one g, and °/s of one radian per second. */
const G = 9.80665;
const DPS = 180 / Math.PI;
/** Browsers give tenths of m/s². */
const STEP = 0.1;
const STEPS = 40;
const PUSH_MS = 20;

test('the machine that shows the page is worn: its sensors are recorded in g and °/s', async ({
  page,
  start,
  device,
  record,
}) => {
  await start.open();
  const session = await page.context().newCDPSession(page);
  const metadata = { available: true, minimumFrequency: 1, maximumFrequency: 200 };
  for (const type of ['accelerometer', 'linear-acceleration', 'gyroscope'] as const) {
    await session.send('Emulation.setSensorOverrideEnabled', { enabled: true, type, metadata });
  }
  let count = 0;
  /** It lies on its left side, and slides along x in steps that come again and again. */
  const push = async () => {
    const x = (count++ % STEPS) * STEP;
    const readings = {
      accelerometer: { x, y: -9.8, z: 0.5 },
      'linear-acceleration': { x, y: 0, z: 0 },
      gyroscope: { x: 0.5, y: 0, z: -1 },
    } as const;
    for (const type of ['accelerometer', 'linear-acceleration', 'gyroscope'] as const) {
      const reading = { xyz: readings[type] };
      await session.send('Emulation.setSensorOverrideReadings', { type, reading });
    }
  };
  let pushing = true;
  const pushed = (async () => {
    while (pushing) {
      await push();
      await new Promise((resolve) => setTimeout(resolve, PUSH_MS));
    }
  })();

  await start.startNew();
  const card = device.card('This phone or computer');
  await card.getByRole('button', { name: 'Use its sensors' }).click();
  await expect(card.getByRole('button', { name: 'Connected' })).toBeDisabled();
  await expect(page.getByRole('main').getByTestId('rate')).not.toHaveText('0.0', {
    timeout: 15_000,
  });

  await record.open();
  await record.setCountdown('none');
  await record.start();
  await expect.poll(() => record.elapsedMs()).toBeGreaterThan(2000);
  await record.stop();
  pushing = false;
  await pushed;

  const [only] = await storedRecordings(page);
  const { document, channels, timestampsMs } = only!;
  const described = document.channels.map(({ name, unit }) => `${name} ${unit}`);
  expect(described).toEqual(['accX g', 'accY g', 'accZ g', 'gyroX dps', 'gyroY dps', 'gyroZ dps']);
  const rateHz = (1000 * (timestampsMs.length - 1)) / (timestampsMs.at(-1)! - timestampsMs[0]!);
  expect(rateHz).toBeGreaterThan(20);
  expect(rateHz).toBeLessThan(70);
  const columns = channels.map((name) => channelOf(only!, name));
  const [accX, accY, accZ, gyroX, gyroY, gyroZ] = columns;
  const all = (column: readonly number[] | undefined, value: number, digits: number) => {
    for (const one of column!) expect(one).toBeCloseTo(value, digits);
  };
  all(accY, -9.8 / G, 4);
  all(accZ, 0.5 / G, 4);
  all(gyroX, 0.5 * DPS, 0);
  all(gyroY, 0, 2);
  all(gyroZ, -DPS, 0);
  // The steps arrive as they were made, hardly one left out.
  const steps = accX!.map((g) => Math.round((g * G) / STEP));
  for (const [index, step] of steps.entries())
    expect(step * STEP).toBeCloseTo(accX![index]! * G, 4);
  const moves = steps.slice(1).map((step, index) => (step - steps[index]! + STEPS) % STEPS);
  expect(moves.filter((move) => move <= 2).length / moves.length).toBeGreaterThan(0.9);

  await device.open();
  await new LinkPanel(page, 'This device').disconnect();
});

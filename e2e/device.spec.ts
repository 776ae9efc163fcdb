import { expect, test } from './fixtures';

test('the simulated person wears the device and nods when asked to', async ({ start, device }) => {
  await start.open();
  await start.startNew();
  await device.connectSimulator();
  await expect.poll(() => device.rateHz(), { timeout: 15_000 }).toBeGreaterThan(48);
  expect(await device.rateHz()).toBeLessThan(52);
  /** Height of the nose's tip in the drawing; downwards is more. */
  const noseHeight = async () => Number((await device.headPart('nose'))!.split(/[ML ]/)[4]);
  const before = await noseHeight();
  await device.move('Nod').click();
  await expect.poll(noseHeight, { intervals: [30] }).toBeGreaterThan(before + 3);
});

test('what the browser lacks is explained, with another way in', async ({
  page,
  start,
  device,
}) => {
  await page.addInitScript(() => {
    for (const name of ['bluetooth', 'serial']) {
      Object.defineProperty(Navigator.prototype, name, { get: () => undefined });
    }
  });
  await start.open();
  await start.startNew();
  await expect(device.card('Bluetooth')).toContainText('This browser has no Web Bluetooth');
  await expect(device.card('USB cable')).toContainText('This browser has no Web Serial');
  await expect(device.card('Bluetooth').getByRole('button')).toHaveCount(0);
  await expect(device.card('Simulated wearable').getByRole('button')).toBeEnabled();
});

test('a board on a cable: given up, connected with guessed units, and pulled out', async ({
  page,
  start,
  device,
}) => {
  await device.plugInBoard();
  await start.open();
  await start.startNew();
  const card = device.card('USB cable');
  await card.getByRole('button').click();
  await expect(card.getByRole('status')).toContainText('Choose the device');
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect(card.getByRole('button', { name: 'Connect a USB cable' })).toBeEnabled();

  await card.getByRole('button').click();
  // Nobody has said what the columns are: that is asked first.
  const columns = page.getByRole('dialog', { name: 'What the columns are' });
  await expect(columns).toContainText('Acceleration now: 0.99 g');
  await expect(columns.getByLabel('Unit of column 2')).toHaveValue('m/s2');
  await columns.getByLabel('Meaning of column 4').selectOption('Leave out');
  await columns.getByRole('button', { name: 'These are right' }).click();
  await expect.poll(() => device.rateHz(), { timeout: 15_000 }).toBeGreaterThan(45);
  const channels = page.getByRole('list', { name: 'Channels' }).getByRole('listitem');
  await expect(channels).toHaveText([
    'accX · g',
    'accY · g',
    'accZ · g',
    'gyroY · °/s',
    'gyroZ · °/s',
  ]);

  await device.pullCable();
  await expect(page.getByRole('main').getByText('The link is lost')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again now' })).toBeEnabled();
  await page.getByRole('main').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('main').getByText('The link is lost')).toBeHidden();
});

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
  await expect.poll(() => device.rateHz(), { timeout: 15_000 }).toBeGreaterThan(45);
  await expect(page.getByRole('list', { name: 'Channels' })).toContainText('accY · g');
  await expect(page.getByText('Lines of text name no units.')).toBeVisible();

  await device.pullCable();
  await expect(page.getByRole('main').getByText('The device went away')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect again' })).toBeEnabled();
});

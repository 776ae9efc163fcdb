import { expect, test } from './fixtures';

/** From the press that makes the simulated person nod to the answered call on screen, ms. */
const ANSWERED_WITHIN_MS = 1500;
/** Nobody moves before the ring is heard: what begins sooner is not taken for an answer. */
const HEARD_MS = 400;
/** The model's window, with some room. */
const WINDOW_MS = 2500;

test('what was trained is seen live, answers calls, counts exercise and reminds of a break', async ({
  page,
  device,
  start,
  train,
  compress,
  live,
  apps,
}) => {
  await start.open();
  await start.tryDemo();
  await train.trainToEnd();
  await train.next();
  await compress.compressToEnd();

  await live.open();
  await live.useSimulator();
  await expect(live.answer).toHaveText('nothing', { timeout: 10_000 });
  await live.press('Nod');
  await expect(live.log.getByRole('row', { name: /Nod/ })).toHaveCount(1);
  // The nod is out of the model's view before the next one is asked for.
  await page.waitForTimeout(WINDOW_MS);

  await apps.open();
  await apps.openApp('Phone call');
  await apps.ring();
  await expect(apps.callPhase).toHaveText('Incoming call');
  await page.waitForTimeout(HEARD_MS);
  const answeredMs = await apps.moveAndTime('Nod', 'answered');
  console.log(`a nod answered the call ${Math.round(answeredMs)} ms after it was asked for`);
  expect(answeredMs).toBeLessThan(ANSWERED_WITHIN_MS);

  await page.waitForTimeout(WINDOW_MS);
  await apps.ring();
  await page.waitForTimeout(HEARD_MS);
  const declinedMs = await apps.moveAndTime('Shake', 'declined');
  console.log(`a shake declined the call ${Math.round(declinedMs)} ms after it was asked for`);

  await apps.open();
  await apps.openApp('Neck exercise');
  await expect(apps.count('nod')).toHaveText('2/10');
  await page.waitForTimeout(WINDOW_MS);
  await live.press('Nod');
  await expect(apps.count('nod')).toHaveText('3/10');

  await device.open();
  await device.holdHead('Down');
  await apps.open();
  await apps.openApp('Posture');
  await expect(apps.posture).toHaveText('Head down', { timeout: 10_000 });
  await apps.open();
  await apps.openApp('Break reminder');
  await apps.limitHeadDown(2);
  await apps.runFast();
  await expect(apps.reminder).toHaveText(/Time for a break/, { timeout: 20_000 });
  await expect(page.getByText(/More than 2 of 60 minutes with the head down/)).toBeVisible();
});

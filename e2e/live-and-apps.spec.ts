import { expect, test } from './fixtures';

/** From the press that makes the simulated person nod to the answered call on screen, ms. */
const ANSWERED_WITHIN_MS = 1500;
/** Nobody moves before the ring is heard: what begins sooner is not taken for an answer. */
const HEARD_MS = 400;
/** A movement that was not seen by now never will be. */
const SEEN_WITHIN_MS = 3500;
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
  const nods = live.log.getByRole('row', { name: /Nod/ });
  await live.pressUntil('Nod', () => expect(nods).toHaveCount(1, { timeout: SEEN_WITHIN_MS }));
  // The nod is out of the model's view before the next one is asked for.
  await page.waitForTimeout(WINDOW_MS);

  await apps.open();
  await apps.openApp('Phone call');
  await apps.ring();
  await expect(apps.callPhase).toHaveText('Incoming call');
  await page.waitForTimeout(HEARD_MS);
  const nod = await apps.moveAndTime('Nod', 'answered');
  console.log(
    `a nod (number ${nod.presses}) answered the call ${Math.round(nod.elapsedMs)} ms after it was asked for`,
  );
  expect(nod.elapsedMs).toBeLessThan(ANSWERED_WITHIN_MS);

  await page.waitForTimeout(WINDOW_MS);
  await apps.ring();
  await page.waitForTimeout(HEARD_MS);
  const shake = await apps.moveAndTime('Shake', 'declined');
  console.log(
    `a shake (number ${shake.presses}) declined the call ${Math.round(shake.elapsedMs)} ms after it was asked for`,
  );

  await apps.open();
  await apps.openApp('Neck exercise');
  await page.waitForTimeout(WINDOW_MS);
  const before = Number((await apps.count('nod').innerText()).split('/')[0]);
  expect(before).toBeGreaterThanOrEqual(2);
  const counted = `${before + 1}/10`;
  await live.pressUntil('Nod', () =>
    expect(apps.count('nod')).toHaveText(counted, { timeout: SEEN_WITHIN_MS }),
  );

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

import { expect, test } from './fixtures';
import { RecordPage } from './pages/record-page';
import { Shell } from './pages/shell';

test('a project that is open in a second tab is only read there, until the first one lets it go', async ({
  page,
  context,
  start,
  record,
  shell,
}) => {
  await start.open();
  await start.startNew();
  await record.open();
  await record.connectSimulator();
  await record.setCountdown('none');
  await record.start();
  await page.waitForTimeout(1200);
  await record.stop();
  await expect(record.recordings).toHaveCount(1);
  await shell.saved();

  const other = await context.newPage();
  const otherRecord = new RecordPage(other);
  const otherShell = new Shell(other);
  await otherRecord.open();
  await expect(otherShell.readOnly).toContainText('Another tab has this project open');
  await expect(otherShell.projectName).toBeDisabled();
  await expect(otherRecord.recordings).toHaveCount(1);
  await expect(other.getByRole('button', { name: /^Remove / })).toBeDisabled();

  // What the first tab does meanwhile, the second one finds when it goes on.
  await expect(shell.readOnly).toBeHidden();
  await shell.projectName.fill('Renamed');
  await shell.projectName.press('Enter');
  await shell.saved();
  await page.close();
  await otherShell.goOnHere();
  await expect(otherShell.readOnly).toBeHidden();
  await expect(otherShell.projectName).toHaveValue('Renamed');
  await expect(otherShell.projectName).toBeEnabled();

  // And a page that is reloaded has its own project again.
  await other.reload();
  await expect(otherShell.projectName).toHaveValue('Renamed');
  await expect(otherShell.readOnly).toBeHidden();
});

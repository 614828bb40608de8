import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import { insertContent } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { scheduleEditorForSuite } from '../support/schedule-editor.js';

describe('the editor of schedules, in a browser, makes schedules', function () {
  this.timeout(60_000);
  const { on, page, button, field, preview, slots, rows, told, open, enter, save, make, made } =
    scheduleEditorForSuite();

  const choices: [kind: string, fill: () => Promise<void>, expected: object][] = [
    ['Every day at', () => field('Time').fill('10:30'), { rotation_type: 'daily', time_of_day: '10:30:00' }],
    [
      'On weekdays',
      () => field('Time').fill('08:00'),
      { rotation_type: 'rrule', rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', time_of_day: '08:00:00' },
    ],
    [
      'Every week on',
      async () => {
        await field('Monday').uncheck();
        await field('Saturday').check();
      },
      { rotation_type: 'weekly', day_of_week: 6, time_of_day: '09:00:00' },
    ],
    [
      'Every week on',
      () => field('Thursday').check(),
      { rotation_type: 'rrule', rrule: 'FREQ=WEEKLY;BYDAY=MO,TH', time_of_day: '09:00:00' },
    ],
    [
      'Every month on',
      async () => {
        await field('Day of the month').fill('31');
        await told('In months that are shorter, the last day.');
      },
      { rotation_type: 'monthly', day_of_month: 31, time_of_day: '09:00:00' },
    ],
    [
      'Every so often',
      async () => {
        await field('Every').fill('90');
        await field('Unit').selectOption('minutes');
      },
      { rotation_type: 'interval', interval_seconds: 5_400, time_of_day: null },
    ],
    [
      'Once at',
      () => field('Date and time').fill('2031-07-01T09:30'),
      { rotation_type: 'once', starts_at: '2031-07-01T07:30:00.000Z' },
    ],
  ];
  for (const [kind, fill, expected] of choices) {
    it(`${kind}: ${JSON.stringify(expected)}, and shows the same choice again`, async () => {
      await enter();
      await field(kind).check();
      await fill();
      await save();
      await told('The schedule is made.');
      const [schedule] = await made();
      for (const [name, value] of Object.entries(expected)) assert.deepEqual(schedule?.[name], value, name);
      assert.deepEqual(schedule?.['video_sequence'], on.videos);
      await on.browser.page
        .getByRole('list', { name: 'Schedules' })
        .getByRole('link', { name: String(schedule['words']) })
        .click();
      await field(kind).waitFor();
      assert.equal(await field(kind).isChecked(), true);
      assert.equal(await button('Save').isDisabled(), true, 'nothing was changed');
    });
  }

  it('of cron expressions and rules of RFC 5545, which show as themselves', async () => {
    await enter();
    await button('More').click();
    await field('Cron expression').first().check();
    await on.browser.page.getByRole('textbox', { name: 'Cron expression' }).fill('0 9,17 * * 1-5');
    await save();
    const rrule = 'FREQ=MONTHLY;BYDAY=-1FR';
    const other = await make({ rotation_type: 'rrule', rrule, time_of_day: '11:00' });
    const [cron] = await made();
    assert.equal(cron?.['cron_expression'], '0 9,17 * * 1-5');
    await open(cron.id);
    assert.equal(
      await on.browser.page.getByRole('textbox', { name: 'Cron expression' }).inputValue(),
      '0 9,17 * * 1-5',
    );
    await open(other);
    assert.equal(await on.browser.page.getByRole('textbox', { name: 'Rule', exact: true }).inputValue(), rrule);
    assert.equal(await field('Time').inputValue(), '11:00');
  });

  it('of videos in their order: moved, dragged, repeated, taken out, by weights', async () => {
    await enter();
    await button('Move Spring down').click();
    await button('Add Spring').click();
    await button('Take Autumn out').click();
    const places = on.browser.page.getByRole('list', { name: 'In this order' }).getByRole('listitem');
    await places.nth(2).dragTo(places.nth(0));
    await eventually(async () => {
      assert.deepEqual(
        (await rows()).map((row) => /Spring|Summer|Autumn/.exec(row)?.[0]),
        ['Spring', 'Summer', 'Spring'],
      );
    });
    await field('Which comes next').selectOption('By weight');
    await field('Weight of Summer').fill('6');
    await told('75 %');
    await save();
    const [schedule] = await made();
    const [spring, summer] = on.videos;
    assert.deepEqual(
      [schedule?.['video_sequence'], schedule?.['selection'], schedule?.['weights']],
      [[spring, summer, spring], 'weighted', [1, 6, 1]],
    );
  });

  it('that keep to hours and days, and tell what those leave out', async () => {
    const hours = [{ days: [1, 2, 3, 4, 5], from: '00:00', to: '24:00' }];
    const daypart = { company_id: on.company, name: 'Working days', hours };
    const { id: daypart_id } = await on.browser.api.expect(201, 'POST', '/api/dayparts', { body: daypart });
    const holidays = { company_id: on.company, name: 'Holidays', days: [{ from: '2027-06-07', to: '2027-06-08' }] };
    const { id: calendar_id } = await on.browser.api.expect(201, 'POST', '/api/calendars', { body: holidays });
    await enter();
    await field('Starts').fill('2027-06-04T00:00');
    await field('Hours').selectOption('Working days');
    await field('Days').selectOption('Not on the days of Holidays');
    await slots().getByText('Fri, 4 Jun 2027, 09:00 +02:00').waitFor();
    await preview()
      .getByText('Sat, 5 Jun 2027, 09:00 to Sun, 6 Jun 2027, 09:00 (2 times) left out: not within the hours')
      .waitFor();
    await preview()
      .getByText('Mon, 7 Jun 2027, 09:00 to Tue, 8 Jun 2027, 09:00 (2 times) left out: not on these days')
      .waitFor();
    await save();
    const [schedule] = await made();
    assert.deepEqual(
      [schedule?.['daypart_id'], schedule?.['calendar_id'], schedule?.['calendar_mode']],
      [daypart_id, calendar_id, 'exclude'],
    );
  });

  it('that begin at the second of two times that the clock shows, and end where it leaves one out', async () => {
    await enter();
    await field('Starts').fill('2027-10-31T02:30');
    await told('The clock shows this time twice');
    await field('the second time').check();
    await field('Ends').fill('2028-03-26T02:30');
    await told('The clock leaves this time out. Sun, 26 Mar 2028, 03:00 is meant.');
    await save();
    const [schedule] = await made();
    assert.deepEqual(
      [schedule?.['starts_at'], schedule?.['ends_at']],
      ['2027-10-31T01:30:00.000Z', '2028-03-26T01:00:00.000Z'],
    );
    await open(schedule?.id);
    assert.equal(await field('the second time').isChecked(), true);
  });

  it('whose chances come out as they were foretold', async () => {
    await enter();
    await field('Which comes next').selectOption('At random');
    await preview().getByText('one of 3 videos at random').waitFor();
    await eventually(async () => assert.equal(await preview().locator('[aria-busy=false]').count(), 1));
    const foretold = await slots()
      .locator('span')
      .filter({ hasText: /^(Spring|Summer|Autumn)$/ })
      .allInnerTexts();
    await save();
    const [schedule] = await made();
    const { slots: ahead } = await on.browser.api.expect(200, 'GET', `/api/rotation/${schedule?.id}/upcoming`);
    const names = (ahead as { video_id: Id }[]).map(
      ({ video_id }) => ['Spring', 'Summer', 'Autumn'][on.videos.indexOf(video_id)],
    );
    assert.equal(names.length, 10);
    assert.deepEqual(foretold, names);
  });

  it('and takes it back', async () => {
    await enter();
    await save();
    assert.equal((await made()).length, 1);
    await button('Undo').click();
    await told('It was taken back.');
    assert.deepEqual(await made(), []);
  });

  it('once there is a video to show', async () => {
    on.content = (await insertContent(on.browser.database.db, { company_id: on.company, title: 'Poster' })).id;
    await on.browser.beSignedIn();
    await on.browser.open(`${page()}/schedules/new`);
    const link = on.browser.page.getByRole('link', { name: 'To its videos' });
    assert.equal(await link.getAttribute('href'), `/console${page()}/videos`);
  });

  it('foretells clock changes, and what becomes of times that they leave out', async () => {
    await enter();
    await field('Time').fill('02:30');
    await field('Starts').fill('2027-03-27T00:00');
    const row = slots().filter({ hasText: 'Sun, 28 Mar 2027, 03:00 +02:00' });
    await row.getByText('The clock leaves out 02:30: it comes right after').waitFor();
    // Shown by itself where it matters.
    await field('A time that the clock leaves out in spring').selectOption('does not come that day');
    await preview().getByText('Sun, 28 Mar 2027, 02:30 left out: the clock skips it').waitFor();
    assert.equal(await row.count(), 0);
    await field('Starts').fill('2027-10-31T00:00');
    await slots().getByText('The clock shows this time twice: the first').waitFor();
    await field('A time that the clock shows twice in autumn').selectOption('comes both times');
    await slots().getByText('The clock shows this time twice: the second').waitFor();
    await field('Time zone').fill('Asia/Tokyo');
    await preview().getByText('(Asia/Tokyo)').waitFor();
    assert.equal(await slots().getByText('The clock shows this time twice').count(), 0);
  });
});

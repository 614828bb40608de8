import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { insertContent, insertVideo } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { EVERY_MORNING, scheduleEditorForSuite } from '../support/schedule-editor.js';

describe('the editor of schedules, in a browser', function () {
  this.timeout(60_000);
  const { on, page, button, field, preview, slots, rows, told, open, enter, save, make, saved, made } =
    scheduleEditorForSuite();
  const consequences = (): Locator => on.browser.page.getByRole('region', { name: 'What saving changes' });

  it('keeps the last good preview while what is written is wrong, and says what is, at its field', async () => {
    await enter();
    await slots().first().waitFor();
    await field('Time zone').fill('Europe/Nowhere');
    await told('is not an IANA time zone, such as Europe/Berlin');
    await preview().getByText('Once what is marked is right, this is told anew.').waitFor();
    assert.equal(await slots().count(), 10);
    await field('Time zone').fill('Europe/London');
    await preview().getByText('(Europe/London)').waitFor();
    await button('More').click();
    await field('Rule of RFC 5545').check();
    await field('Rule').fill('FREQ=NEVER');
    const fault = on.browser.page.getByText(/FREQ/).last();
    await fault.waitFor();
    await button('Save').click();
    await told('This was not done.');
    assert.deepEqual(await made(), []);
    await on.browser.page.evaluate("localStorage.setItem('console:language', '\"ru\"')");
    await on.browser.page.reload();
    await told('неверная запись');
    assert.equal(await on.browser.page.getByLabel('Правило', { exact: true }).inputValue(), 'FREQ=NEVER');
    // The browser tells of every 422.
    for (const problem of on.browser.takeProblems()) assert.match(problem, /422/);
  });

  describe('changes a schedule', () => {
    it('after it has told what that changes, and takes it back', async () => {
      const id = await make({ rotation_type: 'interval', interval_seconds: 6 * 3_600 });
      await enter(id);
      assert.equal(await field('Every').inputValue(), '6');
      await field('Every').fill('9');
      await consequences()
        .getByText(/^(Spring|Summer|Autumn) shows .* (more|less)$/)
        .first()
        .waitFor();
      await consequences()
        .getByText(/switch(es)? moves?$/)
        .waitFor();
      await consequences().getByLabel('Compared over').selectOption('a day');
      await consequences().getByText('Looked at until').waitFor({ state: 'detached' });
      await save();
      await told('The schedule is saved.');
      assert.equal((await saved(id))['interval_seconds'], 9 * 3_600);
      await button('Undo').click();
      await told('It was taken back.');
      assert.equal((await saved(id))['interval_seconds'], 6 * 3_600);
    });

    it('and leaves alone what nobody touched', async () => {
      const given = { weights: [2, 1, 1], random_seed: 7, no_repeat_last: 1, starts_at: '2027-01-01T00:00:00.123Z' };
      const id = await make({ ...EVERY_MORNING, ...given });
      const before = await saved(id);
      await enter(id);
      await field('Time').fill('11:00');
      await save();
      const after = await saved(id);
      const changed = Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));
      assert.deepEqual(changed.toSorted(), [
        'next_rotation_at',
        'read_mark',
        'revision',
        'time_of_day',
        'updated_at',
        'words',
      ]);
    });

    it('and leaves the next choice alone where weights change', async () => {
      const id = await make({ ...EVERY_MORNING, selection: 'weighted', weights: [1, 1, 1] });
      await enter(id);
      await field('Weight of Autumn').fill('5');
      await save();
      const { weights, current_index, video_sequence } = await saved(id);
      assert.deepEqual([weights, current_index, video_sequence], [[1, 1, 5], 0, on.videos]);
    });

    it('and goes on with the video that was to come next, however they are moved', async () => {
      const id = await make();
      await enter(id);
      const next = (): Promise<string> => field('Comes next').locator('option:checked').innerText();
      assert.equal(await next(), '2. Summer');
      await button('Move Summer up').click();
      assert.equal(await next(), '1. Summer');
      await slots().first().getByText('Summer').waitFor();
      await save();
      const { next_video_id, video_sequence } = await saved(id);
      assert.deepEqual([next_video_id, video_sequence], [on.videos[1], [on.videos[1], on.videos[0], on.videos[2]]]);
      await open(id);
      await field('Comes next').selectOption('3. Autumn');
      await save();
      assert.equal((await saved(id))['next_video_id'], on.videos[2]);
    });

    it('and asks before that adds a warning', async () => {
      await make();
      await enter(await make({ ...EVERY_MORNING, time_of_day: '10:00' }));
      await field('Time').fill('09:00');
      await consequences()
        .getByText(/It is due together with another schedule/)
        .waitFor();
      await button('Save').click();
      const question = on.browser.page.getByRole('dialog', { name: 'Save with new warnings?' });
      await question.getByText(/It is due together with another schedule/).waitFor();
      await question.getByRole('button', { name: 'Cancel' }).click();
      await button('Save').click();
      await question.getByRole('button', { name: 'Save all the same' }).click();
      await told('The schedule is saved.');
    });

    it('once, where the answer was lost, and takes that for no edit of somebody else', async () => {
      const id = await make();
      await enter(id);
      await field('Time').fill('10:00');
      await on.browser.page.route(`**/api/rotation/${id}`, async (route) => {
        await route.fetch();
        await route.abort();
      });
      await button('Save').click();
      await told('There was no answer. Sent again as it is, it is done once.');
      await on.browser.page.unroute(`**/api/rotation/${id}`);
      await eventually(async () => assert.equal(await button('Save').isDisabled(), false));
      await save();
      const { time_of_day, revision } = await saved(id);
      assert.deepEqual([time_of_day, revision], ['10:00:00', 2]);
      on.browser.takeProblems();
    });

    it('shows what somebody else has made of it meanwhile, and goes on with both', async () => {
      const id = await make();
      await enter(id);
      await field('Time').fill('10:00');
      const body = { selection: 'shuffle', ends_at: '2031-01-01T00:00:00Z' };
      await on.browser.api.expect(200, 'PUT', `/api/rotation/${id}`, { body });
      await button('Save').click();
      const conflict = on.browser.page.getByRole('alert').filter({ hasText: 'changed this while you were writing' });
      await conflict.getByText('The next in order').waitFor();
      await conflict.getByText('Shuffled, each once a round').waitFor();
      await conflict.getByText('Wed, 1 Jan 2031, 01:00').waitFor();
      assert.equal((await saved(id))['time_of_day'], '09:00:00');
      await button('Go on with what I wrote').click();
      assert.equal(await field('Which comes next').inputValue(), 'shuffle');
      await save();
      const { time_of_day, selection, ends_at } = await saved(id);
      assert.deepEqual([time_of_day, selection, ends_at], ['10:00:00', 'shuffle', '2031-01-01T00:00:00.000Z']);
      // The browser tells of the 412.
      on.browser.takeProblems();
    });

    it('or takes what the other has made of it', async () => {
      const id = await make();
      await enter(id);
      await field('Time').fill('10:00');
      await on.browser.api.expect(200, 'PUT', `/api/rotation/${id}`, { body: { time_of_day: '11:00' } });
      await on.browser.page.reload();
      await button('Take theirs').click();
      assert.equal(await field('Time').inputValue(), '11:00');
      assert.equal(await button('Save').isDisabled(), true);
    });
  });

  it('keeps what is written through a reload, says so, and forgets it when told to', async () => {
    const id = await make();
    await enter(id);
    await field('Time').fill('10:15');
    await button('Take Summer out').click();
    await on.browser.page.reload();
    await told('Not saved yet');
    assert.equal(await field('Time').inputValue(), '10:15');
    assert.equal((await rows()).length, 2);
    await on.browser.page.getByRole('link', { name: '← Portrait of a lady' }).click();
    await on.browser.page.goBack();
    await button('Discard changes').click();
    assert.equal(await field('Time').inputValue(), '09:00');
    assert.equal((await rows()).length, 3);
  });

  it('sends once what was written without a connection, once it is back', async () => {
    await enter();
    await slots().first().waitFor();
    await on.browser.context.setOffline(true);
    await field('Time').fill('10:15');
    await told('No connection since');
    assert.equal(await button('Save').isDisabled(), true);
    assert.equal(await slots().count(), 10);
    await on.browser.context.setOffline(false);
    await preview().getByText('Every day at 10:15').waitFor();
    await save();
    assert.deepEqual(
      (await made()).map(({ time_of_day }) => time_of_day),
      ['10:15:00'],
    );
    on.browser.takeProblems();
  });

  it('makes one schedule where the answer was lost, and it was sent again', async () => {
    await enter();
    await field('Time').fill('10:15');
    const sent: (string | undefined)[] = [];
    await on.browser.page.route('**/api/ar-content/*/rotation', async (route) => {
      sent.push(route.request().headers()['idempotency-key']);
      await route.fetch();
      await route.abort();
    });
    await button('Save').click();
    await told('There was no answer. Sent again as it is, it is done once.');
    assert.equal((await made()).length, 1);
    await on.browser.page.unroute('**/api/ar-content/*/rotation');
    await eventually(async () => assert.equal(await button('Save').isDisabled(), false));
    await save();
    assert.equal((await made()).length, 1);
    assert.equal(new Set(sent).size, 1);
    on.browser.takeProblems();
  });

  it('deletes a schedule, once what that changes was seen', async () => {
    const id = await make();
    await enter(id);
    await button('Delete').click();
    const question = on.browser.page.getByRole('dialog', { name: 'Delete this schedule?' });
    await question.getByText('Every day at 09:00').waitFor();
    await question.getByText(/Spring shows .* more/).waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await told('The schedule is deleted.');
    assert.deepEqual(await made(), []);
  });

  it('shows viewers everything, and who may change it', async () => {
    const id = await make();
    await on.browser.beSignedInAs('viewer', on.company);
    await open(id);
    assert.equal(await field('Time').isDisabled(), true);
    assert.equal(await button('Save').getAttribute('title'), 'It takes the role editor');
    assert.equal(await button('Delete').isDisabled(), true);
    await preview().getByText('Every day at 09:00').waitFor();
    assert.equal(await slots().count(), 10);
  });

  it('is nowhere for schedules of another content', async () => {
    const id = await make();
    on.content = (await insertContent(on.browser.database.db, { company_id: on.company })).id;
    await on.browser.beSignedIn();
    await on.browser.open(`${page()}/schedules/${id}`);
    await told('There is nothing here');
  });

  it('is there for the keyboard alone, from opening to saving', async () => {
    const { keyboard } = on.browser.page;
    await on.browser.beSignedIn();
    await on.browser.open(page());
    await on.browser.page.getByRole('link', { name: 'New schedule' }).waitFor();
    const tabTo = async (target: Locator): Promise<void> => {
      for (let n = 0; n < 60; n += 1) {
        if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
        await keyboard.press('Tab');
      }
      assert.fail('not reached');
    };
    await tabTo(on.browser.page.getByRole('link', { name: 'New schedule' }));
    await keyboard.press('Enter');
    await slots().first().waitFor();
    await tabTo(field('Every day at'));
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    assert.equal(await field('Every week on').isChecked(), true);
    await tabTo(field('Friday'));
    await keyboard.press('Space');
    await tabTo(button('Move Spring down'));
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    // It has gone along with its video, and stands at the end.
    await tabTo(button('Take Summer out'));
    await keyboard.press('Space');
    await eventually(async () => assert.equal((await rows()).length, 2));
    await tabTo(button('Save'));
    await keyboard.press('Enter');
    await told('The schedule is made.');
    const [schedule] = await made();
    assert.deepEqual(
      [schedule?.['rrule'], schedule?.['video_sequence']],
      ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH', [on.videos[2], on.videos[0]]],
    );
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is for everybody, in ${colorScheme} colours`, async () => {
      await insertVideo(on.browser.database.db, on.content, {
        title: 'Winter',
        expires_at: Date.parse('2027-03-28T12:00Z'),
      });
      const id = await make({ ...EVERY_MORNING, selection: 'weighted', weights: [1, 2, 1], time_of_day: '02:30' });
      await make({ ...EVERY_MORNING, time_of_day: '02:45' });
      await on.browser.page.emulateMedia({ colorScheme });
      await enter(id);
      await button('More').click();
      await field('Starts').fill('2027-03-27T00:00');
      await field('Time').fill('02:45');
      await slots().getByText('The clock leaves out').waitFor();
      await button('Add Winter').click();
      await eventually(async () => assert.equal(await preview().locator('[aria-busy=false]').count(), 1));
      assert.deepEqual(await on.browser.axeFindings(), []);
      await button('Delete').click();
      await on.browser.page.getByRole('dialog').getByText('What deleting it changes').waitFor();
      assert.deepEqual(await on.browser.axeFindings(), []);
    });
  }

  it('has these tab stops, in this order, and needs no scrolling to the side on a small phone', async () => {
    const id = await make();
    await on.browser.page.setViewportSize({ width: 320, height: 640 });
    await enter(id);
    await slots().first().waitFor();
    const stops = await on.browser.tabStops();
    // Fields of dates and times have a stop for each part.
    const places = stops.filter((stop, n) => stop !== stops[n - 1]);
    assert.deepEqual(places.slice(places.indexOf('← Portrait of a lady')), [
      '← Portrait of a lady',
      'Every day at',
      '▸\nMore',
      'Time',
      'Which comes next',
      'Comes next',
      ...['Spring', 'Summer', 'Autumn'].flatMap((title) => [
        `Move ${title} up`,
        `Move ${title} down`,
        `Take ${title} out`,
      ]),
      ...['Spring', 'Summer', 'Autumn'].map((title) => `Add ${title}`),
      'Time zone',
      'Starts',
      'Ends',
      '▸\nClock changes',
      'Delete',
    ]);
    assert.equal(await on.browser.page.evaluate('document.documentElement.scrollWidth'), 320);
  });
});

import { seenBy } from './mutant.js';

const CONTENT_MUTANTS = seenBy('test/browser/content.test.ts', [
  {
    name: 'console: a draft lives as long as the page',
    find: 'sessionStorage.setItem(PREFIX + name, JSON.stringify(kept));',
    replace: 'sessionStorage.setItem(PREFIX, JSON.stringify(kept));',
    grep: 'are kept while they are written',
  },
  {
    name: 'console: a draft is sent as if nobody else had changed anything',
    find: 'revision: kept?.revision ?? revision,',
    replace: 'revision,',
    grep: 'where the page has seen it',
  },
  {
    name: 'console: going on with a draft takes back what the other has set',
    find: 'write({ fields: { ...saved, ...Object.fromEntries(written) }, base: saved,',
    replace: 'write({ fields: kept.fields, base: saved,',
    grep: 'what somebody else has set meanwhile',
  },
  {
    name: 'console: what was done cannot be taken back',
    find: 'notify(told(result, input), takeBack);',
    replace: 'notify(told(result, input), takeBack && undefined);',
    grep: 'are saved, told, and taken back',
  },
  {
    name: 'console: what an edit changes is not asked for anew',
    find: 'Promise.all(edit.touches.map((queryKey) => queries.invalidateQueries({ queryKey })))',
    replace: 'Promise.all(edit.touches.map(() => undefined))',
    grep: 'pauses with a note',
  },
  {
    name: 'console: a schedule that is resumed and taken back forgets its note',
    find: 'service.schedules.pause(id, { note, until, missed: resume_missed })',
    replace: 'service.schedules.pause(id, { until, missed: resume_missed })',
    grep: 'takes that back with the note',
  },
  {
    name: 'console: buttons are there without a connection',
    find: 'disabled={disabled || !may || isLost}',
    replace: 'disabled={disabled || !may}',
    grep: 'does nothing without a connection',
  },
  {
    name: 'console: viewers may press what editors may',
    find: 'disabled={disabled || !may || isLost}',
    replace: 'disabled={disabled || isLost}',
    grep: 'shows viewers what takes another role',
  },
  {
    name: 'console: a year that is being typed is written in another way at once',
    find: 'value={typed?.value === value ? typed.text : shown}',
    replace: 'value={shown}',
    grep: 'digit by digit',
  },
  {
    name: 'console: a skipped slot is skipped once more',
    find: 'send: () => (isSkipped ? takeUp() : skip()),',
    replace: 'send: () => skip(),',
    grep: 'skips a slot',
  },
  {
    name: 'console: what is live is not asked for anew at a switch',
    find: 'if (!isFirst) renew();',
    replace: 'if (isFirst) renew();',
    grep: 'shows a switch as it happens',
  },
  {
    name: 'console: Rotate now asks nobody',
    find: '<RoleButton takes="editor" variant="default" size="xs" onClick={() => setOpen(true)}>\n        {texts.rotateNow}',
    replace: '<RoleButton takes="editor" variant="default" size="xs" onClick={rotate}>\n        {texts.rotateNow}',
    grep: 'rotates at once',
  },
  {
    name: 'console: faults are told in English to everybody',
    find: "language === 'en' ? message : (words[code] ?? message)",
    replace: 'words[language + code] ?? message',
    grep: 'in the language that was chosen',
  },
]);

const SCHEDULE_MUTANTS = seenBy('test/browser/schedule.test.ts', [
  {
    name: 'console: warnings that a change of a schedule adds are not asked about',
    find: 'if (found !== null && found.new_warnings.length > 0) setWarned(found);',
    replace: 'if (found !== null && found.new_warnings.length > 99) setWarned(found);',
    grep: 'asks before that adds a warning',
  },
  {
    name: 'console: a schedule whose answer was lost is made twice',
    find: 'const idempotencyKey = draft.key || newKey;',
    replace: 'const idempotencyKey = crypto.randomUUID() + newKey;',
    grep: 'makes one schedule where the answer was lost',
  },
  {
    name: 'console: a schedule is changed whatever somebody else has made of it',
    find: 'service.schedules.update(id, input, { idempotencyKey, ifMatch: draft })',
    replace: 'service.schedules.update(id, input, { idempotencyKey })',
    grep: 'what somebody else has made of it meanwhile',
  },
  {
    name: 'console: all of a schedule is sent, what nobody touched too',
    find: 'filter(([field, value]) => !isSame(value, was.get(field))));',
    replace: 'filter(([field]) => field !== String(was)));',
    grep: 'leaves alone what nobody touched',
  },
]);

const PIECE_MUTANTS = [
  ...seenBy('test/console/schedules.test.ts', [
    {
      name: 'console: a moved video takes away whose turn is next',
      find: 'begin: begin === null ? null : order.indexOf(begin),',
      replace: 'begin,',
      grep: 'has what comes next come next',
    },
    {
      name: 'console: of a time that the clock shows twice the first is always meant',
      find: 'return { at: isLater ? later : earlier,',
      replace: 'return { at: earlier,',
      grep: 'twice or left out',
    },
    {
      name: 'console: a rule with days in another order is taken for the simple choice',
      find: '&& isAscending(days) ? days : null',
      replace: '? days : null',
      grep: 'weekdays in another order',
    },
    {
      name: 'console: switches that are moved are told as gone and come',
      find: 'const moved = Math.min(gone, come);',
      replace: 'const moved = Math.min(gone, come, 0);',
      grep: 'how many switches move',
    },
  ]),
  ...seenBy('test/console/timeline.test.ts', [
    {
      name: 'console: what is due is not asked for until it is committed',
      find: 'isUncommitted ? askedAt + ASK_FOR_COMMIT_EVERY_MS :',
      replace: 'isUncommitted ? askedAt + ASK_EVERY_MS :',
      grep: 'until what is due is committed',
    },
    {
      name: 'console: a timeline that lies too far ahead is asked for without end',
      find: 'countOf(pages) >= most || pages.length >= MOST_ANSWERS',
      replace: 'countOf(pages) >= most',
      grep: 'it lies too far ahead',
    },
    {
      name: 'console: videos get another hue when one is added',
      find: 'toSorted((a, b) => a - b)) {\n    if (taken.size === HUES)',
      replace: 'toSorted((a, b) => b - a)) {\n    if (taken.size === HUES)',
      grep: 'gives videos hues that stay',
    },
  ]),
  ...seenBy('test/console/measures.test.ts', [
    {
      name: 'console: an upload that goes on from fewer bytes has a rate below nothing',
      find: 'if (seen === null || bytes < seen.bytes) return',
      replace: 'if (seen === null) return',
      grep: 'how fast bytes get through',
    },
  ]),
  ...seenBy('test/console/group-changes.test.ts', [
    {
      name: 'console: who came and went is told as a change',
      find: 'entries.filter(({ action }) => !COMES_AND_GOES.test(action))) {',
      replace: 'entries.filter(({ action }) => COMES_AND_GOES.source !== action)) {',
      grep: 'leaves out who came and went',
    },
  ]),
];

const PAGES_MUTANTS = [
  ...seenBy('test/browser/uploads.test.ts', [
    {
      name: 'console: uploads do not wait for their turn',
      find: 'slice(0, Math.max(0, AT_ONCE - busy))',
      replace: 'slice(0, Math.max(busy, all.length))',
      grep: 'two at a time',
    },
    {
      name: 'console: an upload does not go on when the line is back',
      find: "changeStatus(key, 'waiting');\n",
      replace: "changeStatus(key, 'paused');\n",
      grep: 'when the line is back',
    },
    {
      name: 'console: other tabs ask for the file of an upload that is under way',
      find: 'held.has(nameOf(one)) || uploadStore',
      replace: 'held.has(one.fileName) || uploadStore',
      grep: 'left alone by other tabs',
    },
  ]),
  ...seenBy('test/browser/today.test.ts', [
    {
      name: 'console: changes of the day after tomorrow are told as of the next 24 hours',
      find: 'return at != null && Date.parse(at) < until ?',
      replace: 'return at != null && until > 0 ?',
      grep: 'later ones are left out',
    },
    {
      name: 'console: dark contents are looked for among the first only',
      find: 'if (goesOn && !isFetching && !isError) void fetchNextPage();',
      replace: 'if (goesOn && isFetching && isError) void fetchNextPage();',
      grep: 'looks on from content to content',
    },
  ]),
  ...seenBy('test/browser/contents.test.ts', [
    {
      name: 'console: filters are forgotten with the page',
      find: 'else changed.set(name, value);',
      replace: "else if (name !== 'active') changed.set(name, value);",
      grep: 'all of it in the address',
    },
    {
      name: 'console: a row is not asked for anew when what it says ends',
      find: 'Number.isNaN(validUntil) ? Infinity : validUntil',
      replace: 'Number.isNaN(validUntil) ? Infinity : Infinity',
      grep: 'shows a rotation by itself',
    },
  ]),
  ...seenBy('test/browser/languages.test.ts', [
    {
      name: 'console: why something was not done is told in English to everybody',
      find: 'const words = problems[error.code];',
      replace: "const words = problems[error.code.replace('conflict', '')];",
      grep: 'why something cannot be',
    },
  ]),
  ...seenBy('test/browser/demo.test.ts', [
    {
      name: 'console: the demo is offered for removal to those of one company',
      find: '{session?.company_id === null && (',
      replace: '{session !== null && (',
      grep: 'not offered to be removed',
    },
  ]),
];

/** Bugs in the console: a browser sees them, or the test of a piece. */
export const CONSOLE_APP_MUTANTS = [...CONTENT_MUTANTS, ...SCHEDULE_MUTANTS, ...PIECE_MUTANTS, ...PAGES_MUTANTS];

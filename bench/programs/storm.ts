// Sends one request again and again, so many times at once: storm <how many at once> <method> <url> [<body> [<header> ...]]
//
// Tells how many were done and how many refused once it is asked to end.

const [, , atOnce = '', method = '', url = '', body = '', ...headerLines] = process.argv;
const headers = headerLines.map((line): [string, string] => {
  const [name = '', value = ''] = line.split(': ');
  return [name, value];
});
const counts = { done: 0, refused: 0 };

async function once(): Promise<void> {
  const response = await fetch(url, { method, headers, ...(body !== '' && { body }) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(String(response.status));
}

async function attack(): Promise<never> {
  for (;;) {
    await once().then(
      () => (counts.done += 1),
      () => (counts.refused += 1),
    );
  }
}

process.once('SIGTERM', () => {
  console.log(JSON.stringify({ message: counts }));
  process.exit(0);
});
console.log('ready');
await Promise.all(Array.from({ length: Number(atOnce) }, attack));

import type { Response } from 'express';

/** 416 goes with the size of the file in Content-Range, which is set already. */
export function answerUnsatisfiable(res: Response): void {
  res.removeHeader('Cache-Control');
  res.status(416).type('application/problem+json');
  res.send(
    JSON.stringify({
      type: 'about:blank',
      title: 'Range Not Satisfiable',
      status: 416,
      code: 'range_not_satisfiable',
      detail: 'The file has no byte of this range.',
    }),
  );
}

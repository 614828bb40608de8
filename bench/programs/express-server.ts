import express from 'express';
import pg from 'pg';
import { portOf } from '../../src/api/http/http-server.js';

// What one writes first: Express as it comes, and a query for each read.

const [, , connectionString = ''] = process.argv;
const pool = new pg.Pool({ connectionString, max: 10 });
const app = express();
app.get('/api/ar/:id/active-video', async (req, res) => {
  const { rows } = await pool.query(
    `SELECT v.id, v.title, v.video_url, v.thumbnail_url, v.duration, v.width, v.height, v.size_bytes, v.mime_type
     FROM ar_content c JOIN videos v ON v.id = c.active_video_id WHERE c.unique_id = $1`,
    [req.params.id],
  );
  if (rows.length === 0) res.status(404).json({ code: 'not_found' });
  else res.json(rows[0]);
});
const server = app.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${portOf(server)}`));

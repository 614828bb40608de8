import { useMemo } from 'react';
import { encode } from 'uqr';
import { useTexts } from '../texts/texts';
import styles from './viewer-address.module.css';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Where anybody can watch the content: as a link, and as a code for phones. */
export function ViewerAddress({ uniqueId }: { uniqueId: string }) {
  const { content } = useTexts();
  const address = `${location.origin}/view/${uniqueId}`;
  const isReachable = !LOOPBACK.test(location.hostname);
  return (
    <section aria-label={content.viewer} className={styles.card}>
      <h2>{content.viewer}</h2>
      <div className={styles.parts}>
        <QrCode text={address} label={content.viewerCode} />
        <div>
          <a href={`/view/${uniqueId}`} target="_blank" rel="noreferrer">
            {content.openViewer}
          </a>
          <p className={styles.quiet}>{isReachable ? content.viewerHint : content.viewerLoopback}</p>
        </div>
      </div>
    </section>
  );
}

/** White around it, in every colour scheme: cameras want it so. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size: width } = encode(text, { border: 2 });
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: width, path: dark.join('') };
  }, [text]);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className={styles.code}>
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" shapeRendering="crispEdges" d={path} />
    </svg>
  );
}

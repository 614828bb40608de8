import { useSpeech } from '../texts/texts';
import { serviceNow, useNow } from './clock';
import { distanceChangesMs, distanceText, instantText } from './format';
import { useZone } from './zone';

/** An instant in the zone that was chosen. @param at ISO 8601 */
export function Instant({ at }: { at: string }) {
  const { zone } = useZone();
  const { language } = useSpeech();
  return <time dateTime={at}>{zone !== undefined && instantText(Date.parse(at), zone, language)}</time>;
}

/** How far away an instant is, kept true as time goes by. @param at ISO 8601 */
export function Distance({ at }: { at: string }) {
  const { language } = useSpeech();
  const ms = Date.parse(at) - useNow(distanceChangesMs(Date.parse(at) - serviceNow()));
  return <span>{distanceText(ms, language)}</span>;
}

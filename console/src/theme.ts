import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** White on the shade has a contrast of 5:1. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Quiet words of the library have too little contrast to be read by everybody. */
const READABLE = {
  '--mantine-color-dimmed': 'var(--quiet)',
  '--mantine-color-placeholder': 'var(--quiet)',
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-error': 'light-dark(#c92a2a, #ff8787)',
};

/** Said for each scheme, as the library does: else its own words count. */
export const readableColours: CSSVariablesResolver = () => ({ variables: {}, light: READABLE, dark: READABLE });

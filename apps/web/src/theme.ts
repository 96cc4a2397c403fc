import { Alert, Button, createTheme, type CSSVariablesResolver, Modal, Textarea, TextInput } from '@mantine/core';

/** One accent, the colour of deep water; the seventh shade carries white text at 7:1. */
export const theme = createTheme({
  primaryColor: 'deep',
  primaryShade: { light: 7, dark: 7 },
  colors: {
    deep: [
      '#eef7f8',
      '#d7e9ec',
      '#add2d9',
      '#7fbac5',
      '#54a1af',
      '#33899a',
      '#1a7384',
      '#0d5c6b',
      '#094a57',
      '#053742',
    ],
  },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Liberation Mono", monospace',
  headings: {
    fontFamily: '"Inter Variable", system-ui, sans-serif',
    fontWeight: '680',
    sizes: { h1: { fontSize: '1.65rem', lineHeight: '1.25' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Its own orange and red do not reach 4.5:1 on their tinted ground.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    Modal: Modal.extend({ defaultProps: { centered: true, closeButtonProps: { 'aria-label': '×' } } }),
    Textarea: Textarea.extend({ defaultProps: { autosize: true, minRows: 2 } }),
    TextInput: TextInput.extend({ defaultProps: {} }),
  },
});

/** The kit's red, grey and placeholder do not reach 4.5:1 on its own surfaces; these do in both schemes. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': '#b42318',
    '--mantine-color-dimmed': '#4b5563',
    '--mantine-color-placeholder': '#667085',
    '--mantine-color-anchor': '#0d5c6b',
    '--mantine-color-body': '#ffffff',
  },
  dark: {
    '--mantine-color-error': '#ff9d92',
    '--mantine-color-dimmed': '#b0b6bf',
    '--mantine-color-placeholder': '#9aa1ac',
    '--mantine-color-anchor': '#7fc7d3',
    '--mantine-color-body': '#15191d',
  },
});

/** Paper is white: while a page is printed, it is light. */
export function printLight(): void {
  const { dataset } = document.documentElement;
  let scheme: string | undefined;
  addEventListener('beforeprint', () => {
    scheme = dataset['mantineColorScheme'];
    dataset['mantineColorScheme'] = 'light';
  });
  addEventListener('afterprint', () => {
    dataset['mantineColorScheme'] = scheme;
  });
}

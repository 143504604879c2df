const tone = (color: string): object => ({ default: color, subtle: color === '#242424' ? '#616161' : color })

const colors = {
  default: tone('#242424'),
  accent: tone('#5b5fc7'),
  good: tone('#237b4b'),
  warning: tone('#8a5a00'),
  attention: tone('#c4314b'),
}

const container = { backgroundColor: '#ffffff', foregroundColors: colors }

/** How Teams draws cards in its light theme, as a host configuration of the card library. */
export const hostConfig = {
  fontFamily: 'inherit',
  supportsInteractivity: true,
  fontSizes: { small: 12, default: 14, medium: 14, large: 17, extraLarge: 22 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 4, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 0 },
  separator: { lineThickness: 1, lineColor: '#e1e1e1' },
  containerStyles: {
    default: container,
    emphasis: { ...container, backgroundColor: '#f5f5f5' },
    good: container,
    attention: container,
    warning: container,
    accent: container,
  },
  actions: {
    maxActions: 25,
    spacing: 'default',
    // A gap of the style sheet's instead: the library's spacers indent the second line of buttons.
    buttonSpacing: 0,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 8 },
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { size: 'small', color: 'attention' },
  },
  adaptiveCard: { allowCustomStyle: false },
}

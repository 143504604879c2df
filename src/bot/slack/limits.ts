/**
 * Slack's own limits, in characters unless said otherwise. What both chats share is in `ui/limits.ts`.
 * docs.slack.dev/reference/block-kit and docs.slack.dev/reference/views
 */
export const slackLimits = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  /** Of all texts in the blocks of a message; undocumented, somewhat above this: github.com/slackapi/bolt-js/issues/2509. */
  messageTexts: 12_000,
  /** Of a view as JSON, in bytes, less some room for what is around the blocks: docs.slack.dev/reference/methods/views.open. */
  viewBytes: 230_000,
  contextElements: 10,
  plainText: 3000,
  richText: 3000,
  actionId: 255,
  blockId: 255,
  callbackId: 255,
  buttonLabel: 75,
  buttonValue: 2000,
  linkUrl: 3000,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  inputLabel: 2000,
  inputHint: 2000,
  inputError: 250,
  optionLabel: 75,
  optionValue: 150,
  /** Of a select or of the answer to a lookup. */
  options: 100,
  /** Before escaping, which can make it up to five times longer. */
  fallback: 3000,
  /** Of a message's top-level text: edits above this are refused (github.com/seratch/ChatGPT-in-Slack/issues/102). */
  text: 4000,
} as const

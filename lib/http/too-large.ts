/**
 * What a page's own script is told in the place of an action's answer, when what it sent is larger
 * than a form may be: Next makes an error of it whose message this is.
 */
export const TOO_LARGE = "too-large";

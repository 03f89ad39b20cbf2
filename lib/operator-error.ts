/**
 * Usher can't start or go on until somebody changes something. The message is a sentence for
 * whoever runs it, to be shown without a stack; it holds no secret.
 */
export class OperatorError extends Error {
  override name = "OperatorError";
}

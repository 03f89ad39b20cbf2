/** Microsoft's four squares, in their own colours: how its sign-in button is known. */
export function MicrosoftMark() {
  return (
    <svg className="auth__squares" viewBox="0 0 17 17" aria-hidden="true" focusable="false">
      <path fill="#f25022" d="M0 0h8v8H0z" />
      <path fill="#7fba00" d="M9 0h8v8H9z" />
      <path fill="#00a4ef" d="M0 9h8v8H0z" />
      <path fill="#ffb900" d="M9 9h8v8H9z" />
    </svg>
  );
}

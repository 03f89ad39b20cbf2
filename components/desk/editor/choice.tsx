/** One way out of few, as a card: what it is, and what it means. */
export function Choice({
  name,
  value,
  title,
  help,
  checked,
  disabled,
}: {
  name: string;
  value: string;
  title: string;
  help: string;
  checked: boolean;
  disabled?: boolean;
}) {
  const id = `${name}-${value}`;
  return (
    <label className="choice" htmlFor={id}>
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        defaultChecked={checked}
        disabled={disabled}
        aria-describedby={`${id}-help`}
      />
      <b>{title}</b>
      <span id={`${id}-help`}>{help}</span>
    </label>
  );
}

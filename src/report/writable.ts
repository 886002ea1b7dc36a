/** An object whose fields are set one by one: spreading conditional fields into it takes several times as long. */
export type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

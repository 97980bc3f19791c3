/** The part of JSON Schema that the inputs of our tools are written in. */
export interface Schema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly default?: unknown;
}

/**
 * What is wrong with a value, in sentences that tell how it should be; none when nothing is.
 * @param path of the value, for the sentences
 */
export function problemsOf(value: unknown, schema: Schema, path = 'The input'): string[] {
  switch (schema.type) {
    case 'object':
      return isObject(value) ? objectProblems(value, schema, path) : [`${path} must be an object.`];
    case 'array':
      return Array.isArray(value) ? arrayProblems(value, schema, path) : [`${path} must be a list.`];
    case 'string':
      return typeof value === 'string' ? stringProblems(value, schema, path) : [`${path} must be a string.`];
    case 'integer':
      return Number.isInteger(value)
        ? rangeProblems(value as number, schema, path)
        : [`${path} must be a whole number.`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} must be true or false.`];
  }
}

function objectProblems(value: Record<string, unknown>, schema: Schema, path: string): string[] {
  const properties = schema.properties ?? {};
  const missing = (schema.required ?? []).filter((key) => value[key] === undefined);
  const unknown = schema.additionalProperties === false ? Object.keys(value).filter((key) => !properties[key]) : [];
  return [
    ...missing.map((key) => `${path} lacks "${key}"${explained(properties[key])}`),
    ...unknown.map((key) => `${path} has no "${key}": it takes ${Object.keys(properties).join(', ')}.`),
    ...Object.entries(properties).flatMap(([key, property]) =>
      value[key] === undefined ? [] : problemsOf(value[key], property, `"${key}"`),
    ),
  ];
}

function arrayProblems(value: readonly unknown[], { items, minItems = 0, maxItems = Infinity }: Schema, path: string) {
  const { length } = value;
  if (length < minItems) return [`${path} must have at least ${minItems} items, not ${length}.`];
  if (length > maxItems) return [`${path} must have at most ${maxItems} items, not ${length}.`];
  return value.flatMap((item, i) => (items ? problemsOf(item, items, `Item ${i + 1} of ${path}`) : []));
}

function stringProblems(value: string, { minLength = 0, maxLength = Infinity, enum: values }: Schema, path: string) {
  if (values && !values.includes(value)) return [`${path} must be one of ${values.join(', ')}, not "${value}".`];
  if (value.trim().length < minLength) return [`${path} must not be empty.`];
  return value.length > maxLength ? [`${path} has ${value.length} characters; at most ${maxLength} can be read.`] : [];
}

function rangeProblems(value: number, { minimum = -Infinity, maximum = Infinity }: Schema, path: string): string[] {
  return value < minimum || value > maximum ? [`${path} must be ${minimum} to ${maximum}, not ${value}.`] : [];
}

function explained(schema: Schema | undefined): string {
  return schema?.description ? `: ${schema.description}` : '.';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

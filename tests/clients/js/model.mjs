// Prints the model inside the AWS SDK for JavaScript as JSON, for ci/contract-diff: its operations with their method, path,
// status, request and response, and its errors with their status. Structures are maps of member names to {type, in}.
import * as sdk from "@aws-sdk/client-iot-jobs-data-plane";

// The codes of @smithy/core/schema: a simple type is a number, to which 64 (list) or 128 (map) may be added. A list is
// [1, …, item], a map [2, …, key, value], a structure [3, …, names, types] (an error: -3), an operation [9, …].
const SIMPLE = { 0: "string", 1: "number", 2: "boolean", 21: "blob" };

function typeOf(schema) {
  const plain = typeof schema === "function" ? schema() : schema;
  if (typeof plain === "number") {
    return plain & 128 ? { map: typeOf(plain & ~128) } : plain & 64 ? { list: typeOf(plain & ~64) } : SIMPLE[plain];
  }
  switch (Math.abs(plain[0])) {
    case 1:
      return { list: typeOf(plain[4]) };
    case 2:
      return { map: typeOf(plain[5]) };
    default:
      return { structure: membersOf(plain) };
  }
}

function membersOf(structure) {
  const [, , , , names, types] = structure;
  return Object.fromEntries(names.map((name, index) => {
    // A type, or a pair of a type and its traits: a bit set (1: in the path) or an object.
    const isPair = Array.isArray(types[index]) && types[index].length === 2;
    const [type, traits] = isPair ? types[index] : [types[index], 0];
    return [name, { type: typeOf(type), in: traits.httpQuery ? "query" : traits === 1 ? "path" : "body" }];
  }));
}

const model = { operations: {}, errors: {} };
for (const schema of Object.values(sdk).filter(Array.isArray)) {
  const [code, space, name, traits] = schema;
  if (code === 9) {
    const [method, path, status] = traits.http;
    model.operations[name] = { method, path, status, request: membersOf(schema[4]()), response: membersOf(schema[5]()) };
  } else if (code === -3 && traits.httpError) {
    model.errors[name] = { status: traits.httpError, members: membersOf(schema) };
  }
}
console.log(JSON.stringify(model));

// One call with the AWS SDK for JavaScript. Takes {endpoint, operation, parameters, maxAttempts} as its one argument and
// prints {answer} or {error, message}; whatever is no answer of a service ends it with exit code 1.
import * as sdk from "@aws-sdk/client-iot-jobs-data-plane";

const { endpoint, operation, parameters, maxAttempts } = JSON.parse(process.argv[2]);
const client = new sdk.IoTJobsDataPlaneClient({ endpoint, ...(maxAttempts ? { maxAttempts } : {}) });
try {
  const { $metadata, ...answer } = await client.send(new sdk[`${operation}Command`](parameters));
  console.log(JSON.stringify({ answer }));
} catch (error) {
  if (!(error instanceof sdk.IoTJobsDataPlaneServiceException)) {
    throw error;
  }
  // The name must also have found its class: that is what programs catch.
  const modelled = !(error.name in sdk) || error instanceof sdk[error.name];
  const name = modelled ? error.name : `${error.name} as ${error.constructor.name}`;
  console.log(JSON.stringify({ error: name, message: error.message }));
} finally {
  client.destroy();
}

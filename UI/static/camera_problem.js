// Why the browser gives no camera, as the key of a sentence about cameras; undefined: who knows.
const cameraProblem = (error) => ({NotAllowedError: 'denied', SecurityError: 'denied',
  NotFoundError: 'no_camera', OverconstrainedError: 'no_camera', NotReadableError: 'busy',
  AbortError: 'busy'})[error.name];

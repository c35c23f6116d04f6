// Runs something when the figures have changed, once at a time: nothing is polled blindly.

export function whenChanged(run) {
  let [seen, running, isWanted] = [null, null, false];
  const now = () => {
    isWanted = true;
    running ??= (async () => {
      try {
        while (isWanted) {
          isWanted = false;
          await run();
        }
      } finally {
        running = null;
      }
    })();
    return running;
  };
  return {
    now,
    // What is seen for the first time has changed too.
    see(figures) {
      const text = JSON.stringify(figures);
      if (text === seen) return;
      seen = text;
      now();
    },
  };
}

// What of a service's figures moves when an order does. Ages alone change all the time and mean nothing here.
export const movement = service => service.flow?.stations.map(({ waiting, passed }) => [waiting, passed]) ?? null;

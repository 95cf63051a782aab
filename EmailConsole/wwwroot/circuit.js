// How a page connects: over a WebSocket alone, and without a request before it that the same node of the console would have to answer. So a
// proxy need not know which page belongs to which node. Where no WebSocket comes through, the page says so and goes on trying.
(() => {
  const fresh = 4 * 60 * 1000; // the server takes what its document says for five minutes
  const patience = 10000;
  const silence = 15000; // three signs of life of the server's
  const loadedAt = Date.now();
  let isOpen = false;
  let state = '';

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  const say = (next) => {
    if (next === state) return;
    state = next;
    document.getElementById('components-reconnect-modal')
      ?.dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state: next } }));
  };

  // A browser does not tell why a WebSocket fails; this request passes the same checks of the console, and needs no upgrade
  const explain = async () => {
    const status = await fetch('_blazor/negotiate?negotiateVersion=1', { method: 'POST', cache: 'no-store', signal: AbortSignal.timeout(5000) })
      .then((r) => r.status, () => 0);
    if (isOpen) return;
    if (status === 401) location.reload();
    else say(status === 200 ? 'blocked' : status === 403 ? 'foreign' : 'silent');
  };

  // A node that is frozen, or a proxy that waits for one, answers nothing at all
  class TimedWebSocket extends WebSocket {
    constructor(url) {
      super(url);
      setTimeout(() => { if (this.readyState === WebSocket.CONNECTING) this.close(); }, patience);
    }
  }

  const startFirst = async (start) => {
    while (true) {
      try {
        await start();
        if (state) say('hide');
        return;
      } catch {
        // At first it may be a node that stops just now
        if (Date.now() - loadedAt > 2000) await explain();
        await pause(1000);
        if (Date.now() - loadedAt > fresh) location.reload();
      }
    }
  };

  // Blazor tries a connection that was lost again by itself, but only where the failure has this name
  const startAgain = (start) => start().catch((e) => { throw Object.assign(e, { errorType: 'FailedToNegotiateWithServerError' }); });

  Blazor.start({
    circuit: {
      // Without end: a page that was away for hours comes back by itself, three seconds after the console or the network is there
      reconnectionOptions: { maxRetries: undefined, retryIntervalMilliseconds: (tries) => Math.min(tries * 500, 3000) },
      configureSignalR: (builder) => {
        builder.withUrl('_blazor', { skipNegotiation: true, transport: 1, WebSocket: TimedWebSocket }).withServerTimeout(silence); // WebSockets are 1
        const build = builder.build.bind(builder);
        builder.build = () => {
          const connection = build();
          const start = connection.start.bind(connection);
          connection.start = () => (isOpen ? startAgain(start) : startFirst(start));
          // Lost before the server has made the page: Blazor has nothing that it could try again
          connection.onclose(() => { if (!isOpen) say('rejected'); });
          return connection;
        };
      },
      circuitHandlers: [{ onCircuitOpened: () => { isOpen = true; } }],
    },
  });
})();

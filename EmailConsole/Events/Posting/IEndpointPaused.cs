namespace EmailConsole.Events.Posting;

/// <summary>Told after the console has paused an endpoint by itself: it answered 410, or has not answered well for days. What is told is in its row as well.</summary>
internal interface IEndpointPaused
{
    /// <param name="endpoint">Whose, which and why.</param>
    /// <param name="cancellationToken">Ends with the console.</param>
    Task PausedAsync(PausedEndpoint endpoint, CancellationToken cancellationToken);
}

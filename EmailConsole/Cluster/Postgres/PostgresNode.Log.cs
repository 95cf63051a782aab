namespace EmailConsole.Cluster.Postgres;

internal sealed partial class PostgresNode
{
    private NodeTrouble? _trouble;

    public NodeTrouble? LastTrouble => Volatile.Read(ref _trouble);

    private void Note(string trouble) => Volatile.Write(ref _trouble, new NodeTrouble(_clock.GetUtcNow(), trouble));

    [LoggerMessage(Level = LogLevel.Error, Message = "This node has lost what it owned: {Reason}. It begins anew.")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Name} has not beaten for {Seconds} s: what it owned is free for others.")]
    private partial void LogBuried(string name, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database does not answer, so this node sends nothing: {Reason}")]
    private partial void LogLapsed(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database answers again; this node sends again.")]
    private partial void LogRenewed();

    [LoggerMessage(Level = LogLevel.Warning, Message = "This node could not sign off from the database; the others notice within {Seconds} s.")]
    private partial void LogNotLeft(Exception exception, double seconds);
}

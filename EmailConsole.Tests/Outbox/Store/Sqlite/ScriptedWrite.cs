using EmailConsole.Outbox.Store.Sql;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>Whatever a test wants to do within the writer's transaction.</summary>
internal sealed class ScriptedWrite<TResult>(Func<OutboxSession, TResult> write) : OutboxWrite<TResult>
{
    protected override TResult Write(OutboxSession session) => write(session);
}

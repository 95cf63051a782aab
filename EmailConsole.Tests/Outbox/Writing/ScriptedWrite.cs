using EmailConsole.Outbox.Writing;

namespace EmailConsole.Tests.Outbox.Writing;

/// <summary>Whatever a test wants to do within the writer's transaction.</summary>
internal sealed class ScriptedWrite<TResult>(Func<OutboxSession, TResult> write) : OutboxWrite<TResult>
{
    protected override TResult Write(OutboxSession session) => write(session);
}

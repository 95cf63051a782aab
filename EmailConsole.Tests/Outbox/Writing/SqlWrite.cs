using EmailConsole.Outbox.Writing;

namespace EmailConsole.Tests.Outbox.Writing;

/// <summary>Any statement, as a part of a group commit.</summary>
internal sealed class SqlWrite(string sql) : OutboxWrite<int>
{
    protected override int Write(OutboxSession session) => session[sql].Run();
}

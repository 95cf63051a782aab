namespace EmailConsole.Outbox.Api;

/// <summary>The bodies of the requests in progress take all the memory that they may. Worth another try.</summary>
internal sealed class RequestMemoryException(MemoryRefusal refusal) : Exception
{
    public MemoryRefusal Refusal => refusal;
}

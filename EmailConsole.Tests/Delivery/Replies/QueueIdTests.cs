using EmailConsole.Delivery.Replies;

namespace EmailConsole.Tests.Delivery.Replies;

public sealed class QueueIdTests
{
    [Theory]
    [InlineData("250 2.0.0 Ok: queued as 4XyZ12abc", "4XyZ12abc")]
    [InlineData("250 2.6.0 <1@foo.example> [InternalId=1234567, Hostname=HOST.prod] 8000 bytes in 0.1, 60 KB/sec Queued mail for delivery", "1234567")]
    [InlineData("250 OK id=1rABCD-000000001Ab-2XyZ", "1rABCD-000000001Ab-2XyZ")]
    [InlineData("250 2.0.0 OK  1700000000 a640c23a62f3a-a1b2c3.45 - gsmtp", "a640c23a62f3a-a1b2c3.45")]
    [InlineData("250 2.0.0 OK 1700000000 a640c23a62f3a-a1b2c3.45 - gsmtp", "a640c23a62f3a-a1b2c3.45")]
    [InlineData("250 Ok 0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000", "0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000")]
    [InlineData("250 2.0.0 40GAbc12345678 Message accepted for delivery", "40GAbc12345678")]
    [InlineData("250 2.0.0 Ok", null)]
    [InlineData("250 Great success", null)]
    public void Find_RepliesOfKnownServers_IsTheId(string reply, string? expected) => Assert.Equal(expected, QueueId.Find(reply));
}

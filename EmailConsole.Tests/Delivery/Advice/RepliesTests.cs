using EmailConsole.Delivery.Advice;

namespace EmailConsole.Tests.Delivery.Advice;

public sealed class RepliesTests
{
    [Theory]
    [InlineData("RepliesKnown")]
    [InlineData("RepliesFurther")]
    [InlineData("RepliesMore")]
    public void Advise_RealReply_NamesItsMeaning(string table)
    {
        var advisor = new DeliveryAdvisor();
        var replies = Reply.Read(table).ToList();

        var wrong = replies
            .Select(reply =>
            {
                var facts = reply.Facts();
                var advice = advisor.Advise(facts);
                return Meaning.Judge(facts, advice, reply.Meanings) is { } fault ? $"{reply.Stage} [{reply.Setup}] {reply.Text}\n  {fault}: {advice.Cause} | {advice.Cure}" : null;
            })
            .OfType<string>()
            .ToList();

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {replies.Count} replies are not named rightly:\n{string.Join('\n', wrong)}");
    }
}

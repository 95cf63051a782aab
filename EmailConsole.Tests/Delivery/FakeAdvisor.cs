using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;

namespace EmailConsole.Tests.Delivery;

/// <summary>Repeats the detail, so that tests can see what an advisor is told.</summary>
internal sealed class FakeAdvisor : IDeliveryAdvisor
{
    public DeliveryAdvice Advise(DeliveryFailureFacts facts) => new(facts.Detail ?? "", null);
}

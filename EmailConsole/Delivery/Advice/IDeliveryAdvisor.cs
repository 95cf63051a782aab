namespace EmailConsole.Delivery.Advice;

/// <summary>Turns the facts of a failure into its cause and its cure.</summary>
public interface IDeliveryAdvisor
{
    DeliveryAdvice Advise(DeliveryFailureFacts facts);
}
